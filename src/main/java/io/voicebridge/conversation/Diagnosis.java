package io.voicebridge.conversation;

import java.time.Duration;

/** One line that tells a person how a conversation went and, if it did not go well, where to look. */
final class Diagnosis {

    private Diagnosis() {}

    static String of(ConversationRow row, OutcomeRow outcome, boolean callerSpoke) {
        if (row.endedBy.equals("interrupted")) {
            return "The bridge stopped during the call; the outcome is the last that was committed.";
        }
        if (row.answeredAt == null) {
            return "The call ended before the agent answered: " + row.endDetail + ".";
        }
        if (row.endedBy.equals("fault")) {
            return "The call broke off: " + row.endDetail + ".";
        }
        boolean committed = !outcome.source.equals(OutcomeSource.BRIDGE.wire());
        if (!committed && !callerSpoke) {
            boolean brief = Duration.between(row.answeredAt, row.endedAt).toSeconds() < 3;
            return brief
                    ? "The caller hung up within three seconds of the answer."
                    : "Nothing was heard from the caller: check that audio reaches the bridge (codec, firewall, SRTP).";
        }
        if (!committed) {
            return "The call ended before the agent committed an outcome: Five9 was given the default route.";
        }
        if (!outcome.isFinal) {
            return "The call ended before the outcome was final: the last checkpoint counts.";
        }
        if (!outcome.beforeBye) {
            return "The outcome came after the call had ended: the BYE carried the default route.";
        }
        return "As expected: " + outcome.outcome + " was committed before the call ended.";
    }
}
