package io.voicebridge.call;

import io.voicebridge.rtp.AudioPort;
import io.voicebridge.rtp.WideFrame;
import java.util.function.LongSupplier;

/**
 * Two calls that hear each other, frame by frame: what the port of one receives is what the port of the other plays. The
 * calls may have different codecs, packet lengths and encryption, for each RTP session makes its own packets. Two calls with
 * G.722 keep the whole of its band. A side that sends nothing, because it is on hold or lost, is silence to the other.
 *
 * <p>A key press goes across as a key press and not as a sound: the digits of RFC 4733 are no part of the frames.
 */
final class AudioBridge {

    private final FrameRing toFirst = new FrameRing();
    private final FrameRing toSecond = new FrameRing();
    private final AudioPort first;
    private final AudioPort second;

    /**
     * @param fromFirst takes the digits that are pressed on the first call
     * @param nanoTime a clock of nanoseconds, such as {@link System#nanoTime}
     */
    AudioBridge(Keys fromFirst, Keys fromSecond, LongSupplier nanoTime) {
        first = new Side(toFirst, toSecond, fromFirst, nanoTime);
        second = new Side(toSecond, toFirst, fromSecond, nanoTime);
    }

    /** To be plugged into the first call. */
    AudioPort first() {
        return first;
    }

    AudioPort second() {
        return second;
    }

    /** What the first call hears. */
    RelayStatistics towardsFirst() {
        return toFirst.statistics();
    }

    RelayStatistics towardsSecond() {
        return toSecond.statistics();
    }

    private record Side(FrameRing heard, FrameRing said, Keys keys, LongSupplier nanoTime) implements AudioPort {

        @Override
        public void received(short[] frame, long sequence) {
            said.put(frame, nanoTime.getAsLong());
        }

        @Override
        public void received(short[] frame, WideFrame wide, long sequence) {
            said.put(frame, wide, nanoTime.getAsLong());
        }

        @Override
        public boolean next(short[] frame, long sequence) {
            return heard.take(frame, nanoTime.getAsLong());
        }

        @Override
        public boolean next(short[] frame, WideFrame wide, long sequence) {
            return heard.take(frame, wide, nanoTime.getAsLong());
        }

        @Override
        public void digit(char digit) {
            keys.pressed(digit);
        }
    }
}
