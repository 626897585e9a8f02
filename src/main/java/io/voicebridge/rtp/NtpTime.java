package io.voicebridge.rtp;

/** Times as reports write them: seconds since 1900 with 32 bits of fraction (RFC 3550 section 4). */
final class NtpTime {

    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

    private NtpTime() {}

    static long of(long epochMillis) {
        long seconds = Math.floorDiv(epochMillis, 1000L) + SECONDS_1900_TO_1970;
        return seconds << 32 | (Math.floorMod(epochMillis, 1000L) << 32) / 1000;
    }

    /** The middle 32 bits, in 1/65536 s. */
    static int middle(long ntp) {
        return (int) (ntp >>> 16);
    }

    /** A span of time in 1/65536 s. */
    static int span(long nanos) {
        return (int) (nanos / 1_000_000_000 << 16 | (nanos % 1_000_000_000 << 16) / 1_000_000_000);
    }
}
