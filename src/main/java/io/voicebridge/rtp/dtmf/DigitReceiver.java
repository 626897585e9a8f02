package io.voicebridge.rtp.dtmf;

/**
 * Makes digits of telephone events (RFC 4733): each digit is reported once, when it ends or after 100 ms of it, however
 * many of its packets are lost, doubled or late.
 *
 * <p>An event is known by its RTP timestamp, not by the marker, which some senders forget. Used by one media thread;
 * allocates nothing.
 */
public final class DigitReceiver {

    private static final int LONG_ENOUGH = 800; // 100 ms at 8,000 Hz
    private static final int SEGMENT_END = 0xF000; // a duration near the end of its 16 bits: section 2.5.1.3
    private static final int NEAR = 400; // a sender that moves the timestamp within an event moves it by a packet
    private static final int TOO_SOFT = 55; // section 2.3.3: below -55 dBm0 it is no digit
    private static final int PATIENCE = 6; // frames without a packet until an event counts as ended

    private boolean known;
    private int timestamp;
    private int code;
    private int duration;
    private boolean ended;
    private boolean reported;
    private int quietFrames;

    /**
     * Takes one event packet.
     *
     * @param at index of the payload
     * @param length bytes of payload; redundant blocks behind the first four are not needed
     * @return false if the payload is no digit
     */
    public boolean accept(int rtpTimestamp, boolean marker, byte[] payload, int at, int length, DigitSink sink) {
        if (length < TelephoneEvent.SIZE
                || TelephoneEvent.digit(TelephoneEvent.code(payload, at)) == 0
                || TelephoneEvent.volume(payload, at) > TOO_SOFT) {
            return false;
        }
        int packetCode = TelephoneEvent.code(payload, at);
        int packetDuration = TelephoneEvent.duration(payload, at);
        boolean end = TelephoneEvent.end(payload, at);
        if (!known || !same(rtpTimestamp, packetCode, marker)) {
            if (known && rtpTimestamp - timestamp < 0 && timestamp - rtpTimestamp < 80_000) {
                return true; // a late packet of an event that is over
            }
            report(sink); // its end was lost
            known = true;
            code = packetCode;
            ended = false;
            reported = false;
        }
        timestamp = rtpTimestamp;
        duration = packetDuration;
        ended |= end;
        quietFrames = 0;
        if (ended || duration >= LONG_ENOUGH) {
            report(sink);
        }
        return true;
    }

    private boolean same(int rtpTimestamp, int packetCode, boolean marker) {
        int step = rtpTimestamp - timestamp;
        if (packetCode != code) {
            return false;
        }
        if (step == 0) {
            return true;
        }
        boolean nextSegment = duration >= SEGMENT_END && step >= SEGMENT_END && step <= 0x1_0000 + NEAR;
        boolean moved = step > 0 && step <= NEAR;
        return !ended && !marker && (nextSegment || moved);
    }

    /** 20 ms have passed: an event whose end was lost is reported when nothing more comes of it. */
    public void tick(DigitSink sink) {
        if (known && !reported && ++quietFrames >= PATIENCE) {
            ended = true;
            report(sink);
        }
    }

    /** Forgets the event. For a new source, whose timestamps mean nothing to the old ones. */
    public void reset(DigitSink sink) {
        report(sink);
        known = false;
    }

    private void report(DigitSink sink) {
        if (known && !reported) {
            reported = true;
            sink.digit(TelephoneEvent.digit(code));
        }
    }
}
