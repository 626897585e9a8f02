package io.voicebridge.rtp;

import io.voicebridge.rtp.codec.AudioDecoder;
import java.util.Arrays;

/**
 * Turns packets of any length, in any order, into frames of 20 ms at an even pace.
 *
 * <p>Samples are laid into a ring at the place of their RTP timestamp and are taken out in order; what has not come is
 * concealed. How far the taking trails behind the coming is the delay. It starts at 40 ms and adapts:
 *
 * <ul>
 *   <li>A packet that comes too late by less than the delay may still grow moves the point of playing back, so that its
 *       audio is heard after all; later ones are dropped.
 *   <li>If every packet of the last seconds came much too early, or only just in time (the clocks drift), a silent frame
 *       is left out or played twice.
 * </ul>
 *
 * <p>What a peer did not send, because it had nothing to say, is no loss: a gap before a packet whose number follows is
 * silence, or the noise that the peer asked for.
 *
 * <p>Used by one media thread; allocates nothing after construction and the first packet of G.722. Time is counted in samples of 125 µs.
 */
final class JitterBuffer {

    private static final int FRAME = AudioPort.FRAME;
    private static final int RING = 8192; // 1,024 ms
    private static final int FIRST_DELAY = 320; // 40 ms
    private static final int LONGEST_DELAY = 1600; // 200 ms
    private static final int LONGEST_PACKET = 1600;
    private static final int FARTHEST = RING - LONGEST_PACKET;

    /** Room made for the next packet when one came too late. */
    private static final int GUARD = 80;

    /** If the latest packet of the last seconds was this early, the delay may shrink by a frame. */
    private static final int AMPLE = 400;

    /** If it was less early than this, the delay should grow. */
    private static final int SCARCE = 40;

    private static final int WINDOW = 50; // frames: 1 s
    private static final int PATIENCE = 10;
    private static final int STRAYS = 3;
    private static final int QUIET = 256; // peak of a frame that nobody misses, about -42 dBFS

    /** What there is of a sample: nothing, the sample, or the code of G.722 that it was made of, too. */
    private static final byte MISSING = 0;

    private static final byte NARROW = 1;
    private static final byte WIDE = 2;

    private static final byte[] WHOLE_NARROW = new byte[FRAME];
    private static final byte[] WHOLE_WIDE = new byte[FRAME];

    static {
        Arrays.fill(WHOLE_NARROW, NARROW);
        Arrays.fill(WHOLE_WIDE, WIDE);
    }

    private final short[] ring = new short[RING];
    private final byte[] state = new byte[RING];
    private byte[] codes = {}; // as many as samples from the first packet of G.722 on
    private final Concealment concealment = new Concealment();
    private final ComfortNoise comfort = new ComfortNoise();
    private final Earliness earliness = new Earliness(WINDOW);

    private boolean playing;
    private int play; // timestamp of the next sample to take
    private int tooLate; // in a row
    private int astray; // in a row
    private int end; // timestamp behind the youngest audio
    private boolean noise; // fills what is missing, from its timestamp on until audio is played
    private int noiseFrom;
    private int gapFrames; // concealed since the last whole frame

    private long late;
    private long concealed;

    /**
     * Lays a packet in its place.
     *
     * @param successor true if its sequence number follows on the youngest before
     */
    void put(int timestamp, boolean successor, AudioDecoder codec, byte[] packet, int offset, int length) {
        int size = Math.min(length, LONGEST_PACKET);
        if (!playing) {
            restart(timestamp);
        } else if (successor && timestamp - end > 0) {
            paused(timestamp);
        }
        int lead = timestamp - play;
        if (lead > FARTHEST || lead < -RING) {
            // The sender has set its timestamps anew; a stray packet alone must not move the point of playing.
            if (!successor && ++astray < STRAYS) {
                late++;
                return;
            }
            restart(timestamp);
            lead = FIRST_DELAY;
        }
        astray = 0;
        if (timestamp + size - end > 0) {
            end = timestamp + size; // also of a packet that comes too late: what it leaves open is a loss, no pause
        }
        if (lead < 0) {
            int shift = GUARD - lead;
            if (earliness.most() + shift <= LONGEST_DELAY) {
                play -= shift;
                earliness.shift(shift);
                lead = GUARD;
            } else if (++tooLate > PATIENCE) {
                restart(timestamp);
                lead = FIRST_DELAY;
            } else if (lead + size <= 0) {
                late++;
                return;
            }
        } else {
            tooLate = 0;
        }
        earliness.add(lead);
        write(timestamp, lead, codec, packet, offset, size);
    }

    /** Nothing was lost before this packet, so what its timestamp leaves out was never sent. */
    private void paused(int timestamp) {
        concealed -= gapFrames;
        gapFrames = 0;
        int from = end - play > 0 ? end : play;
        if (!noise && timestamp - from > 0 && timestamp - play <= FARTHEST) {
            for (int at = from; at != timestamp; at++) {
                ring[at & RING - 1] = 0;
                state[at & RING - 1] = NARROW;
            }
        }
    }

    /**
     * From here on the peer sends nothing but wants noise to be heard, until audio comes again (RFC 3389).
     *
     * @param level below overload, in dB
     */
    void noise(int timestamp, int level) {
        if (!playing) {
            restart(timestamp);
        }
        comfort.level(level);
        if (!noise) {
            noise = true;
            noiseFrom = timestamp;
        }
    }

    private void write(int timestamp, int lead, AudioDecoder codec, byte[] packet, int offset, int size) {
        int skipped = lead < 0 ? -lead : 0;
        int at = timestamp + skipped & RING - 1;
        int tail = Math.min(size - skipped, RING - at);
        codec.decode(packet, offset + skipped, ring, at, tail);
        int rest = size - skipped - tail;
        codec.decode(packet, offset + size - rest, ring, 0, rest);
        byte come = codec.isWide() ? WIDE : NARROW;
        Arrays.fill(state, at, at + tail, come);
        Arrays.fill(state, 0, rest, come);
        if (codec.isWide()) {
            codes = codes.length == 0 ? new byte[RING] : codes;
            System.arraycopy(packet, offset + skipped, codes, at, tail);
            System.arraycopy(packet, offset + size - rest, codes, 0, rest);
        }
    }

    /**
     * The next 20 ms. Silence until the first packet.
     *
     * @param codec gets the codes of a frame that came as G.722, whole and in time
     */
    void take(short[] frame, WideFrame codec) {
        codec.clear();
        if (!playing) {
            Arrays.fill(frame, (short) 0);
            return;
        }
        boolean again = adapt();
        int from = play & RING - 1;
        boolean wide = is(WHOLE_WIDE, from);
        if (concealment.idle() && (wide || is(WHOLE_NARROW, from))) {
            System.arraycopy(ring, from, frame, 0, FRAME);
            if (wide) {
                codec.set(codes, from);
            }
            noise &= play - noiseFrom < 0;
            gapFrames = 0;
        } else {
            patch(frame);
        }
        if (concealment.played(frame)) {
            concealed++;
            gapFrames++;
        }
        if (!again) {
            skip(FRAME);
        }
        earliness.tick();
    }

    private boolean is(byte[] whole, int from) {
        return from + FRAME <= RING && Arrays.equals(state, from, from + FRAME, whole, 0, FRAME);
    }

    private void patch(short[] frame) {
        for (int i = 0; i < FRAME; i++) {
            int at = play + i & RING - 1;
            boolean quieted = noise && play + i - noiseFrom >= 0;
            if (state[at] != MISSING) {
                frame[i] = concealment.smooth(ring[at]);
                noise &= !quieted;
            } else {
                frame[i] = quieted ? comfort.next() : concealment.make(frame, i);
            }
        }
    }

    /** Leaves silent frames out while there is too much delay; true if the next one is to be played twice. */
    private boolean adapt() {
        int least = earliness.least();
        if (least == Earliness.UNKNOWN) {
            return false;
        }
        if (least > LONGEST_DELAY) {
            advance(least - LONGEST_DELAY); // no pause in sight: cut, rather than lag behind the caller
        } else if (least > AMPLE && quiet()) {
            advance(FRAME);
        } else if (least < SCARCE && earliness.most() + FRAME <= LONGEST_DELAY && quiet()) {
            earliness.shift(FRAME);
            return true;
        }
        return false;
    }

    private boolean quiet() {
        for (int i = 0; i < FRAME; i++) {
            int at = play + i & RING - 1;
            if (state[at] != MISSING && (ring[at] > QUIET || ring[at] < -QUIET)) {
                return false;
            }
        }
        return true;
    }

    private void advance(int samples) {
        skip(samples);
        earliness.shift(-samples);
    }

    private void skip(int samples) {
        int from = play & RING - 1;
        int tail = Math.min(samples, RING - from);
        Arrays.fill(state, from, from + tail, MISSING);
        Arrays.fill(state, 0, Math.min(samples - tail, RING), MISSING);
        play += samples;
    }

    /** Forgets what it holds; the next packet starts anew. For a new source, and after a long pause of our own. */
    void reset() {
        playing = false;
    }

    private void restart(int timestamp) {
        Arrays.fill(state, MISSING);
        earliness.clear();
        play = timestamp - FIRST_DELAY;
        playing = true;
        tooLate = 0;
        astray = 0;
        end = timestamp;
        noise = false;
        gapFrames = 0;
    }

    /** Milliseconds between the coming of the earliest packets and their playing. */
    int delayMillis() {
        return playing && earliness.known() ? Math.max(0, earliness.most()) / 8 : 0;
    }

    long late() {
        return late;
    }

    long concealed() {
        return concealed;
    }
}
