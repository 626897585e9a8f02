package io.voicebridge.rtp.dtmf;

/**
 * The payload of a telephone event (RFC 4733 section 2.3), as accessors over bytes.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     event     |E|R| volume    |          duration             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 */
public final class TelephoneEvent {

    /** Bytes of a payload. */
    public static final int SIZE = 4;

    private static final String DIGITS = "0123456789*#ABCD";

    private TelephoneEvent() {}

    /** The event code of a digit, in either case for A-D; -1 if it is none. */
    public static int code(char digit) {
        return DIGITS.indexOf(Character.toUpperCase(digit));
    }

    /** The digit of an event code; 0 if the event is not one of the sixteen digits. */
    static char digit(int code) {
        return code < DIGITS.length() ? DIGITS.charAt(code) : 0;
    }

    static int code(byte[] payload, int at) {
        return payload[at] & 0xFF;
    }

    static boolean end(byte[] payload, int at) {
        return (payload[at + 1] & 0x80) != 0;
    }

    /** Level below 0 dBm0, 0 to 63 dB. */
    static int volume(byte[] payload, int at) {
        return payload[at + 1] & 0x3F;
    }

    /** Samples since the event began. */
    static int duration(byte[] payload, int at) {
        return (payload[at + 2] & 0xFF) << 8 | payload[at + 3] & 0xFF;
    }

    static void write(byte[] payload, int at, int code, boolean end, int volume, int duration) {
        payload[at] = (byte) code;
        payload[at + 1] = (byte) (end ? volume | 0x80 : volume);
        payload[at + 2] = (byte) (duration >> 8);
        payload[at + 3] = (byte) duration;
    }
}
