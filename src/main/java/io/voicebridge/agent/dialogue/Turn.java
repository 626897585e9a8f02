package io.voicebridge.agent.dialogue;

import java.util.List;

/** The answer of a dialogue to one turn of the caller. */
public record Turn(DialogueState state, List<DialogueAction> actions) {}
