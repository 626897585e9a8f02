package io.voicebridge.call;

import java.util.Optional;

/**
 * How the audio of a call is protected.
 *
 * @param suite name of the SRTP suite that was agreed on; empty if audio is not encrypted
 * @param keysExposed true if the keys went over signalling that was not encrypted, where others could read them
 */
public record CallSecurity(Optional<String> suite, boolean keysExposed) {

    /** Not encrypted. */
    public static final CallSecurity NONE = new CallSecurity(Optional.empty(), false);
}
