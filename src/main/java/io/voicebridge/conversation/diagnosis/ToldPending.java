package io.voicebridge.conversation.diagnosis;

import java.util.List;
import java.util.Optional;

/** The script asked too early and took what it was told. */
final class ToldPending implements CallRule {

    @Override
    public Optional<String> explain(Evidence call) {
        List<Evidence.Entry> asked = call.notes().stream()
                .filter(entry -> entry.kind().equals("outcome-read"))
                .toList();
        return !asked.isEmpty()
                        && asked.stream().allMatch(entry -> entry.text("status").equals("pending"))
                        && !call.now().isBefore(call.endedAt().plus(Evidence.SCRIPT_HAS))
                ? Optional.of(
                        "Five9 asked and was told 'pending' only: add wait=4 to the Query, and ask after the transfer"
                                + " has returned.")
                : Optional.empty();
    }
}
