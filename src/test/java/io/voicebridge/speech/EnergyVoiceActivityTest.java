package io.voicebridge.speech;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnergyVoiceActivityTest {

    private final VoiceActivity activity = EnergyVoiceActivity.FACTORY.open();

    @Test
    void silenceIsNoSpeech() {
        assertThat(after(new short[160], 100)).isLessThan(0.1f);
    }

    @Test
    void lineNoiseIsNoSpeech() {
        assertThat(after(Telephone.noise(160, 60), 100)).isLessThan(0.3f);
    }

    @Test
    void aVoiceIsSpeechWithin60Milliseconds() {
        after(Telephone.noise(160, 30), 50);

        assertThat(after(tone(4000), 3)).isGreaterThan(0.5f);
    }

    @Test
    void steadyLoudNoiseBecomesTheFloor() {
        assertThat(after(Telephone.noise(160, 400), 1500)).isLessThan(0.5f);
    }

    @Test
    void speechEndsSoonAfterTheVoice() {
        after(tone(4000), 50);

        assertThat(after(Telephone.noise(160, 30), 3)).isLessThan(0.3f);
    }

    private float after(short[] frame, int times) {
        float last = 0;
        for (int i = 0; i < times; i++) {
            last = activity.accept(frame);
        }
        return last;
    }

    private static short[] tone(int amplitude) {
        short[] tone = new short[160];
        for (int i = 0; i < 160; i++) {
            tone[i] = (short) (amplitude * Math.sin(2 * Math.PI * 400 * i / 8000));
        }
        return tone;
    }
}
