package io.voicebridge.agent.embedded;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.turn.Scheduler;
import io.voicebridge.agent.turn.TurnTaking;
import io.voicebridge.rtp.AudioPort;
import io.voicebridge.speech.Recognition;
import io.voicebridge.speech.Recognizer;
import io.voicebridge.speech.Synthesizer;
import io.voicebridge.speech.VoiceActivity;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Speech engines for tests: a caller's words travel as the number of the sentence in each sample, loud enough for the voice
 * activity; noise carries no sentence.
 */
public final class Voices {

    public static final short[] SILENCE = new short[AudioPort.FRAME];
    private static final int FIRST = 1_000;
    private static final int NOISE = 500;
    private static final int MS_A_WORD = 300;
    private static final List<String> SENTENCES = new ArrayList<>();

    private Voices() {}

    /** A sentence as frames, 300 ms a word. */
    public static List<short[]> caller(String text) {
        SENTENCES.add(text);
        short[] frame = new short[AudioPort.FRAME];
        Arrays.fill(frame, (short) (FIRST + SENTENCES.size() - 1));
        return frames(frame, text.split(" ").length * MS_A_WORD);
    }

    public static List<short[]> noise(int ms) {
        short[] frame = new short[AudioPort.FRAME];
        Arrays.fill(frame, (short) NOISE);
        return frames(frame, ms);
    }

    private static List<short[]> frames(short[] frame, int ms) {
        List<short[]> frames = new ArrayList<>();
        for (int t = 0; t < ms; t += 20) {
            frames.add(frame);
        }
        return frames;
    }

    /** An embedded agent that hears and speaks with these. */
    public static EmbeddedAgent embedded(Scheduler scheduler) {
        return new EmbeddedAgent(engines(scheduler, true), TurnTaking.STANDARD);
    }

    static Engines engines(Scheduler scheduler, boolean hearing) {
        return new Engines(
                new Speaking(),
                hearing ? Optional.of(new Listening()) : Optional.empty(),
                Activity::new,
                Clock.fixed(Instant.parse("2026-11-23T19:00:00Z"), ZoneOffset.UTC),
                new ObjectMapper(),
                scheduler);
    }

    static Engines deafening(Scheduler scheduler, Synthesizer synthesizer, Recognizer recognizer) {
        Engines whole = engines(scheduler, true);
        return new Engines(
                synthesizer, Optional.of(recognizer), whole.activity(), whole.clock(), whole.json(), scheduler);
    }

    public static final class Activity implements VoiceActivity {

        @Override
        public float accept(short[] frame) {
            return frame[0] > 0 ? 0.9f : 0.1f;
        }

        @Override
        public void close() {}
    }

    public static class Listening implements Recognizer {

        @Override
        public Recognition recognize(short[] pcm, List<String> expected) {
            int highest = 0;
            for (short sample : pcm) {
                highest = Math.max(highest, sample);
            }
            String text = highest >= FIRST ? SENTENCES.get(highest - FIRST) : "";
            return new Recognition(text, Optional.empty(), text.isEmpty() ? 0 : 0.9);
        }

        @Override
        public String name() {
            return "test-ear";
        }

        @Override
        public void close() {}
    }

    public static class Speaking implements Synthesizer {

        @Override
        public short[] synthesize(String text, String voice) {
            short[] pcm = new short[text.split(" ").length * 250 * 8];
            Arrays.fill(pcm, (short) -100);
            return pcm;
        }

        @Override
        public List<String> voices() {
            return List.of("test");
        }

        @Override
        public String name() {
            return "test-voice";
        }

        @Override
        public void close() {}
    }
}
