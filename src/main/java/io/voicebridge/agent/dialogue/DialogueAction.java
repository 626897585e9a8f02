package io.voicebridge.agent.dialogue;

/** What a dialogue wants done, in order. */
public sealed interface DialogueAction {

    /** @param question true if the caller is expected to answer it */
    record Say(String text, boolean interruptible, boolean question) implements DialogueAction {}

    /** Save what is known. After a final one nothing but an objection to be called follows. */
    record Commit(Decision decision, boolean last) implements DialogueAction {}

    /** Hand the call back once the last line was heard and the last commit is safe. */
    record End(String reason) implements DialogueAction {}
}
