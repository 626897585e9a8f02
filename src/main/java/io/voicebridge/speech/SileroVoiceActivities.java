package io.voicebridge.speech;

import java.nio.file.Path;

/** The Silero v6 model, shared by all calls: a run does not change it. */
final class SileroVoiceActivities implements VoiceActivities {

    private final OnnxModel shared;

    /**
     * @param model {@code silero_vad_v6.onnx} of the package "silero"
     * @throws SpeechException if it does not load
     */
    SileroVoiceActivities(Path model) {
        shared = new OnnxModel(model);
    }

    @Override
    public VoiceActivity open() {
        return new SileroVoiceActivity(shared);
    }

    @Override
    public String name() {
        return "silero";
    }

    @Override
    public void close() {
        shared.close();
    }
}
