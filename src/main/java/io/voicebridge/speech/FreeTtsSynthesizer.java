package io.voicebridge.speech;

import com.sun.speech.freetts.Voice;
import com.sun.speech.freetts.en.us.cmu_us_kal.KevinVoiceDirectory;
import java.util.List;

/** FreeTTS with its diphone voice: robotic, but a plain Java library that is always there. */
final class FreeTtsSynthesizer implements Synthesizer {

    private static final String VOICE = "kevin16";

    /** A voice does one text at a time, in about 2 ms. */
    private final Voice voice;

    /** @throws SpeechException if the voice does not load */
    FreeTtsSynthesizer() {
        try {
            voice = find();
            voice.allocate();
        } catch (RuntimeException | Error e) {
            throw new SpeechException("FreeTTS does not load: " + e, e);
        }
    }

    private static Voice find() {
        for (Voice each : new KevinVoiceDirectory().getVoices()) {
            if (each.getName().equals(VOICE)) {
                return each;
            }
        }
        throw new SpeechException("FreeTTS has no voice " + VOICE);
    }

    @Override
    public short[] synthesize(String text, String anyVoice) {
        String ascii = FliteText.of(text);
        if (!FliteText.isSpeakable(ascii)) {
            return new short[0];
        }
        FreeTtsRecorder recorder = new FreeTtsRecorder();
        synchronized (voice) {
            voice.setAudioPlayer(recorder);
            if (!voice.speak(ascii)) {
                throw new SpeechException("FreeTTS could not say a text of " + ascii.length() + " characters");
            }
        }
        return Mastering.telephone(recorder.samples(), recorder.rate());
    }

    @Override
    public List<String> voices() {
        return List.of(VOICE);
    }

    @Override
    public String name() {
        return "freetts";
    }

    @Override
    public void close() {
        synchronized (voice) {
            voice.deallocate();
        }
    }
}
