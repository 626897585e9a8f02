package io.voicebridge.rehearsal;

import io.voicebridge.rtp.AudioPort;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A person's ear and mouth on an RTP session. The media thread calls the port's methods; {@link #speak} may come from
 * any other thread.
 */
final class PersonAudio implements AudioPort {

    /** What a recogniser takes at most, and more than an agent should say in one go: 30 s. */
    private static final int MAX_TURN = 30 * 8000;

    /** A recogniser wants some quiet before the first word. */
    private static final int LEAD_IN = 400 * 8;

    /** So much after the last word of one's own is something to listen to: 500 ms. */
    private static final int MORE = 500 * 8;

    /** Told on the media thread: must hand over and return. */
    interface Listener {

        /**
         * The other side has stopped speaking, and this person did not speak until then.
         *
         * @param heard the end of what it said, at most 30 s; the receiver's own
         */
        void otherFinished(short[] heard);

        /** What was to be said has been said. */
        void spoken();

        void otherStarted();
    }

    private final TurnDetector turns = new TurnDetector();
    private final Listener listener;

    /** The newest samples that were heard, round and round. */
    private final short[] heard;

    private long heardSamples;
    private long turnBegin;

    /** In samples that were heard: when this person last spoke, or was about to. */
    private long ownEnd;

    private final AtomicReference<short[]> line = new AtomicReference<>();
    private final short[] noise;
    private short[] speaking;
    private int said;
    private int noisy;

    /**
     * @param memory how much of what was heard is kept, in samples of 8 kHz; at least a turn is
     * @param noise of the place, whole frames that are repeated; may be empty
     */
    PersonAudio(int memory, short[] noise, Listener listener) {
        this.noise = noise;
        this.heard = new short[Math.max(memory, MAX_TURN) / FRAME * FRAME];
        this.listener = listener;
    }

    /** Says this, 8 kHz PCM, in place of what is being said. */
    void speak(short[] pcm) {
        line.set(pcm);
    }

    @Override
    public void received(short[] frame, long sequence) {
        int at = (int) (heardSamples % heard.length);
        System.arraycopy(frame, 0, heard, at, FRAME);
        heardSamples += FRAME;
        switch (turns.accept(frame)) {
            case STARTED -> {
                turnBegin = Math.max(0, heardSamples - LEAD_IN);
                listener.otherStarted();
            }
            case FINISHED -> {
                if (!isTalkedOver()) {
                    listener.otherFinished(sinceTurnBegan());
                }
            }
            case UNCHANGED -> {}
        }
    }

    /** The other side stopped for this person, or said little more than was not listened to. */
    private boolean isTalkedOver() {
        long lastVoice = heardSamples - TurnDetector.SAMPLES_TO_FINISH;
        return ownEnd > turnBegin && lastVoice < ownEnd + MORE;
    }

    private short[] sinceTurnBegan() {
        return newest((int) Math.min(MAX_TURN, heardSamples - turnBegin));
    }

    /** Everything that is remembered; for when the call is over. */
    short[] allHeard() {
        return newest((int) Math.min(heard.length, heardSamples));
    }

    private short[] newest(int length) {
        short[] copy = new short[length];
        int from = (int) ((heardSamples - length) % heard.length);
        int first = Math.min(length, heard.length - from);
        System.arraycopy(heard, from, copy, 0, first);
        System.arraycopy(heard, 0, copy, first, length - first);
        return copy;
    }

    @Override
    public boolean next(short[] frame, long sequence) {
        short[] fresh = line.getAndSet(null);
        if (fresh != null) {
            speaking = fresh;
            said = 0;
        }
        if (speaking == null) {
            Arrays.fill(frame, (short) 0);
            return addNoise(frame);
        }
        ownEnd = heardSamples;
        int count = Math.min(FRAME, speaking.length - said);
        System.arraycopy(speaking, said, frame, 0, count);
        Arrays.fill(frame, count, FRAME, (short) 0);
        said += count;
        if (said >= speaking.length) {
            speaking = null;
            listener.spoken();
        }
        addNoise(frame);
        return true;
    }

    private boolean addNoise(short[] frame) {
        for (int i = 0; i < FRAME && noise.length > 0; i++) {
            frame[i] = Sounds.clipped(frame[i] + noise[noisy + i]);
        }
        noisy = noise.length == 0 ? 0 : (noisy + FRAME) % noise.length;
        return noise.length > 0;
    }

    @Override
    public void digit(char digit) {
        // Nobody presses keys at a person.
    }
}
