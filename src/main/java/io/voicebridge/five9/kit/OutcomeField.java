package io.voicebridge.five9.kit;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The fields of {@code GET /five9/v1/outcome} that a script keeps, in the order of the answer. */
enum OutcomeField {
    STATUS("ready, failed, pending, not_found, ambiguous, expired or invalid"),
    QUALIFIED("yes or no"),
    OUTCOME("qualified, not_qualified, callback, do_not_call, voicemail, no_input or failed"),
    ROUTE_TYPE("SkillTransfer, PhoneTransfer, Hangup or DispositionOnly"),
    ROUTE_VALUE("the skill or the number"),
    ROUTE_REASON("why, for the agent"),
    SUMMARY("what was said, at most 250 characters"),
    INTENT("what the customer wants"),
    DNC("yes if the customer must not be called again"),
    CALLBACK_AT("when to call back, ISO 8601"),
    CONVERSATION_ID("opens the conversation in Voice Bridge");

    final String meaning;

    OutcomeField(String meaning) {
        this.meaning = meaning;
    }

    /** Whether the person who takes the call wants to see it. */
    boolean isForPeople() {
        return this == SUMMARY
                || this == INTENT
                || this == ROUTE_REASON
                || this == CONVERSATION_ID
                || this == CALLBACK_AT;
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The call variable that holds it, of the group that the administrator makes. */
    String variable() {
        return "VoiceBridge." + key();
    }

    /** Finds it in an answer by itself. No value holds a double quote, so the group is the whole of it. */
    Pattern expression() {
        return Pattern.compile('"' + key() + "\":\"([^\"]*)\"");
    }

    /** Finds all of them at once, one group each: a Query module takes one expression for a range of statuses. */
    static Pattern all() {
        return Pattern.compile(Arrays.stream(values())
                .map(field -> field.expression().pattern())
                .collect(Collectors.joining(".*")));
    }

    static List<String> variables() {
        return Arrays.stream(values()).map(OutcomeField::variable).toList();
    }
}
