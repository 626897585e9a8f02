package io.voicebridge.speech;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;

/** ONNX Runtime as this room uses it: one thread per run, so that parallel calls share the cores fairly. */
final class Onnx {

    private Onnx() {}

    /** @throws SpeechException if the native library does not load here; says what it needs */
    static OrtEnvironment environment() {
        try {
            OrtEnvironment environment =
                    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "voice-bridge");
            environment.setTelemetry(false); // the Windows build traces events to the system
            return environment;
        } catch (LinkageError | RuntimeException | OrtException e) {
            throw new SpeechException(
                    "ONNX Runtime does not load; it needs glibc 2.28, libstdc++6, and a java.io.tmpdir ("
                            + System.getProperty("java.io.tmpdir") + ") that allows execution: " + e,
                    e);
        }
    }

    /** @throws SpeechException if the file is not a model that this runtime reads */
    static OrtSession session(Path model) {
        OrtEnvironment environment = environment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            return environment.createSession(model.toString(), options);
        } catch (OrtException e) {
            throw new SpeechException("the model " + model.getFileName() + " does not load: " + e.getMessage(), e);
        }
    }
}
