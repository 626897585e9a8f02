package io.voicebridge.conversation.diagnosis;

import java.util.Optional;

/** A transfer out was not allowed, or would have come back to us. */
final class TransferRefused implements CallRule {

    @Override
    public Optional<String> explain(Evidence call) {
        return call.note("outbound-refused").map(note -> switch (note.text("code")) {
            case "target_is_self" ->
                "A transfer would have come back to this bridge: the Terminal URI is the"
                        + " carrier's host, never ours.";
            case "do_not_call" ->
                "A transfer out was refused: the owner of the number asked not to be called. GET"
                        + " /api/v1/do-not-call says on which call.";
            default ->
                "A transfer out was refused: " + note.summary()
                        + ". Operators allow destinations in settings.outbound.";
        });
    }
}
