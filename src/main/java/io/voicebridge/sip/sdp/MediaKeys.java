package io.voicebridge.sip.sdp;

import java.util.Arrays;

/**
 * What both sides encrypt with: a suite, and a master key with its salt for each way (RFC 4568 section 6.1). Whoever
 * takes them over calls {@link #close} when they are not needed any more.
 *
 * @param ours master key and salt of what we send
 * @param theirs master key and salt of what they send
 * @param theirMki the master key identifier that their packets carry before the tag (RFC 3711 section 3.1); empty if
 *     they carry none
 */
public record MediaKeys(CryptoSuite suite, byte[] ours, byte[] theirs, byte[] theirMki) implements AutoCloseable {

    @Override
    public void close() {
        Arrays.fill(ours, (byte) 0);
        Arrays.fill(theirs, (byte) 0);
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "MediaKeys[" + suite + "]";
    }
}
