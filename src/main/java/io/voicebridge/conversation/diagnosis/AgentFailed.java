package io.voicebridge.conversation.diagnosis;

import java.util.Optional;

/** The agent could not go on. */
final class AgentFailed implements CallRule {

    @Override
    public Optional<String> explain(Evidence call) {
        return call.note("agent-failed")
                .filter(note -> note.text("fatal").equals("true"))
                .map(note -> "The agent failed (" + note.text("code") + "): " + note.summary()
                        + ". The number's default route was given; check the agent's provider.");
    }
}
