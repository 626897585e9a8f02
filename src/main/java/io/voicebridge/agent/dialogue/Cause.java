package io.voicebridge.agent.dialogue;

/** Why a conversation ends: what decides when no rule does. */
enum Cause {
    ANSWERED(Outcome.NOT_QUALIFIED, "answered", "No rule fits the answers."),
    NOT_UNDERSTOOD(Outcome.FAILED, "not_understood", "The caller was not understood."),
    SILENCE(Outcome.NO_INPUT, "silence", "The caller said nothing more."),
    GOODBYE(Outcome.NOT_QUALIFIED, "goodbye", "The caller ended the conversation early."),
    VOICEMAIL(Outcome.VOICEMAIL, "voicemail", "A voicemail greeting answered."),
    TIME_UP(Outcome.FAILED, "time_up", "The conversation reached its time limit."),
    GONE(Outcome.FAILED, "hung_up", "The caller hung up before all questions were answered.");

    private final Outcome outcome;
    private final String intent;
    private final String reason;

    Cause(Outcome outcome, String intent, String reason) {
        this.outcome = outcome;
        this.intent = intent;
        this.reason = reason;
    }

    /** Of somebody from whom nothing was learned. */
    Outcome outcome(DialogueState state) {
        boolean nothing = !state.heard() && outcome == Outcome.FAILED;
        return nothing ? Outcome.NO_INPUT : outcome;
    }

    String intent() {
        return intent;
    }

    String reason() {
        return reason;
    }
}
