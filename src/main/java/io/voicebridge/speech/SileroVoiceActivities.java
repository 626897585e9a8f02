package io.voicebridge.speech;

import ai.onnxruntime.OrtSession;
import java.nio.file.Path;

/** The Silero v6 model, shared by all calls: a run does not change it. */
final class SileroVoiceActivities implements VoiceActivities {

    private final OrtSession session;

    /**
     * @param model {@code silero_vad_v6.onnx} of the package "silero"
     * @throws SpeechException if it does not load
     */
    SileroVoiceActivities(Path model) {
        session = Onnx.session(model);
    }

    @Override
    public VoiceActivity open() {
        return new SileroVoiceActivity(session);
    }

    @Override
    public String name() {
        return "silero";
    }

    @Override
    public void close() {
        Onnx.close(session);
    }
}
