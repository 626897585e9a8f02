package io.voicebridge.conversation.diagnosis;

import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/** Guide, trouble 3: the prompt needs what never came. */
final class VariableMissing implements CallRule {

    private static String names(Evidence.Entry note) {
        return note.detail().get("names") instanceof Collection<?> names
                ? names.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : note.summary();
    }

    @Override
    public Optional<String> explain(Evidence call) {
        return call.note("variable-missing")
                .map(note -> "The prompt needs variables that never came (" + names(note)
                        + "): check Send Data to 3rd Party, and that each key starts with X-.");
    }
}
