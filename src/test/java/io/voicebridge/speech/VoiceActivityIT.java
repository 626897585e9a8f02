package io.voicebridge.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Silero on a synthetic voice. */
class VoiceActivityIT {

    private static final int FRAME = 160;

    private final Speech speech = RealSpeech.orSkip();
    private final VoiceActivity activity = speech.voiceActivities().open();

    @Test
    void isSureOfAVoiceWithin120Milliseconds() {
        short[] line = line();

        assertThat(firstAbove(0.5f, line) * 20).isBetween(400, 540);
    }

    @Test
    void hearsNothingInAQuietLine() {
        assertThat(loudest(Telephone.quiet(16000))).isLessThan(0.3f);
    }

    @Test
    void hearsNoVoiceInLoudNoise() {
        assertThat(loudest(Telephone.noise(32000, 2000))).isLessThan(0.5f);
    }

    @Test
    void callsDoNotDisturbEachOther() {
        float alone = loudest(line());
        try (VoiceActivity one = speech.voiceActivities().open();
                VoiceActivity other = speech.voiceActivities().open()) {
            short[] line = line();
            float most = 0;
            for (int from = 0; from + FRAME <= line.length; from += FRAME) {
                most = Math.max(most, one.accept(Arrays.copyOfRange(line, from, from + FRAME)));
                other.accept(Telephone.noise(FRAME, 3000));
            }
            assertThat(most).isEqualTo(alone);
        }
    }

    /** What ends a busy bridge: the runtime would read memory that is freed, and take the process with it. */
    @Test
    void closingWaitsForWhoeverIsListening() throws InterruptedException {
        Speech other = Speech.open(SpeechSettings.defaults(), step -> {});
        short[] noise = Telephone.noise(FRAME, 3000);
        CountDownLatch listening = new CountDownLatch(4);
        List<CompletableFuture<Void>> listeners = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> {
                            VoiceActivity one = other.voiceActivities().open();
                            one.accept(noise);
                            listening.countDown();
                            while (true) {
                                one.accept(noise);
                            }
                        },
                        work -> new Thread(work, "listener").start()))
                .toList();

        assertThat(listening.await(30, TimeUnit.SECONDS)).isTrue();
        other.close();

        assertThat(listeners).allSatisfy(listener -> assertThatThrownBy(() -> listener.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(SpeechException.class)
                .hasMessageContaining("the model was closed"));
    }

    private short[] line() {
        return Telephone.line(speech.synthesizer().synthesize("I am the owner of the house.", "rms"));
    }

    private float loudest(short[] line) {
        float most = 0;
        for (int from = 0; from + FRAME <= line.length; from += FRAME) {
            most = Math.max(most, activity.accept(Arrays.copyOfRange(line, from, from + FRAME)));
        }
        return most;
    }

    private int firstAbove(float probability, short[] line) {
        for (int frame = 0; (frame + 1) * FRAME <= line.length; frame++) {
            if (activity.accept(Arrays.copyOfRange(line, frame * FRAME, (frame + 1) * FRAME)) > probability) {
                return frame;
            }
        }
        return Integer.MAX_VALUE / 20;
    }
}
