package io.voicebridge.agent.dialogue;

import java.util.List;
import java.util.stream.Collectors;

/** A dialogue cannot be used as written. The message names every fault found, each with its place. */
public final class DialogueException extends IllegalArgumentException {

    private static final int SHOWN = 5;

    private final transient List<Fault> faults;

    DialogueException(List<Fault> faults) {
        super(sentence(faults));
        this.faults = List.copyOf(faults);
    }

    /** @param pointer JSON pointer into the document, empty for the document itself */
    public record Fault(String pointer, String detail) {}

    public List<Fault> faults() {
        return faults;
    }

    private static String sentence(List<Fault> faults) {
        String shown = faults.stream()
                .limit(SHOWN)
                .map(f -> (f.pointer().isEmpty() ? "dialogue" : f.pointer()) + ": " + f.detail())
                .collect(Collectors.joining("; "));
        return faults.size() <= SHOWN ? shown : shown + "; and " + (faults.size() - SHOWN) + " more";
    }
}
