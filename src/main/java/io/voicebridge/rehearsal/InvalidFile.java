package io.voicebridge.rehearsal;

import java.util.List;

/** A script or a customers file that cannot be used. The message names the file and every fault in it, one a line. */
public final class InvalidFile extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    InvalidFile(String file, List<String> faults) {
        super(file + " cannot be used:\n  " + String.join("\n  ", faults), null, false, false);
        this.faults = List.copyOf(faults);
    }

    /** Each names the place, such as {@code modules[3] "Fetch outcome" responses[0].regexp}, and what to mend. */
    public List<String> faults() {
        return faults;
    }
}
