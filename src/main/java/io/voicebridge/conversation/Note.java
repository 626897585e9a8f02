package io.voicebridge.conversation;

import java.util.Map;

/**
 * What a timeline entry says, before it has a time and a conversation.
 *
 * @param kind stable, in kebab case, for programs
 * @param actor who did it: {@code five9}, {@code caller}, {@code agent}, {@code bridge}, {@code api} or {@code webhook}
 * @param summary one sentence for a person
 * @param detail strings, numbers, booleans, lists and maps of them
 */
public record Note(String kind, String actor, String summary, Map<String, Object> detail) {

    public Note(String kind, String actor, String summary) {
        this(kind, actor, summary, Map.of());
    }
}
