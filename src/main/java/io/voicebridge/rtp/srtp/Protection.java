package io.voicebridge.rtp.srtp;

/**
 * What the packets of a session go through on their way to the wire and back: nothing, or SRTP and SRTCP (RFC 3711).
 * Works in place; a packet starts at index 0 of its array. Used by one media thread.
 *
 * <p>A packet that is not authentic changes no state.
 */
public interface Protection {

    /** Bytes that must be free behind a packet that is to be protected. */
    int OVERHEAD = 32;

    /** Instead of a length: the packet was not made with the peer's key, or is none at all. */
    int NOT_AUTHENTIC = -1;

    /** Instead of a length: the packet has come before, or is too old to know (RFC 3711 section 3.3.2). */
    int REPLAYED = -2;

    /** Instead of a length: the packet could not be protected, and must not be sent. */
    int FAILED = -3;

    /** Packets as they are. */
    Protection NONE = new Protection() {
        @Override
        public int protect(byte[] packet, int length) {
            return length;
        }

        @Override
        public int unprotect(byte[] packet, int length) {
            return length;
        }

        @Override
        public int protectControl(byte[] packet, int length) {
            return length;
        }

        @Override
        public int unprotectControl(byte[] packet, int length) {
            return length;
        }
    };

    /** Makes an RTP packet ready for the wire. @return its length then, or {@link #FAILED} */
    int protect(byte[] packet, int length);

    /** Reads an RTP packet off the wire. @return its length then, {@link #NOT_AUTHENTIC} or {@link #REPLAYED} */
    int unprotect(byte[] packet, int length);

    /** Makes a compound RTCP packet ready for the wire. @return its length then, or {@link #FAILED} */
    int protectControl(byte[] packet, int length);

    /** Reads a compound RTCP packet off the wire. @return as of {@link #unprotect} */
    int unprotectControl(byte[] packet, int length);
}
