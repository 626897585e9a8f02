package io.voicebridge.call;

import io.voicebridge.sip.transport.Admission;
import io.voicebridge.sip.transport.MessageRates;

/**
 * Who may call, and how much.
 *
 * @param callsPerSecond new calls a second in the long run, twice that at once; 0 for no limit
 */
public record Entry(Admission admission, MessageRates rates, int callsPerSecond) {

    public Entry {
        if (callsPerSecond < 0) {
            throw new IllegalArgumentException("The limit of calls a second is below 0");
        }
    }

    /** Everybody, as much as they like: for tests and simulators on this machine. */
    public static Entry open() {
        return new Entry(Admission.everyone(), MessageRates.unlimited(), 0);
    }
}
