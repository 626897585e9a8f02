package io.voicebridge.conversation;

import java.util.Map;

/**
 * What a timeline entry says, before it has a time and a conversation.
 *
 * @param kind stable, in kebab case, for programs
 * @param actor who did it: {@code five9}, {@code caller}, {@code agent}, {@code bridge}, {@code api} or {@code webhook}
 * @param summary one sentence for a person
 * @param detail strings, numbers, booleans, lists and maps of them
 * @param party the number of a person that it names who is not the customer, in any spelling; empty if there is none
 */
public record Note(String kind, String actor, String summary, Map<String, Object> detail, String party) {

    /** That somebody was told of an opt-out; part of the evidence of a call. */
    static final String OPT_OUT_TOLD = "opt-out-told";

    public Note(String kind, String actor, String summary, Map<String, Object> detail) {
        this(kind, actor, summary, detail, "");
    }

    public Note(String kind, String actor, String summary) {
        this(kind, actor, summary, Map.of());
    }

    /** @param whom with what the summary begins, such as {@code Kafka} */
    public static Note optOutTold(String whom, Map<String, Object> detail) {
        return new Note(OPT_OUT_TOLD, "bridge", whom + " was told of the opt-out", detail);
    }
}
