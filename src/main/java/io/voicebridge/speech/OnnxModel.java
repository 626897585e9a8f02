package io.voicebridge.speech;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A model that all calls share. Closing it waits for the runs that are under way, for the runtime would go on in memory that is
 * freed, and takes the process with it. Thread-safe.
 */
final class OnnxModel implements AutoCloseable {

    private interface Run {
        OrtSession.Result on(OrtSession session) throws OrtException;
    }

    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private final OrtSession session;
    private boolean closed;

    /** @throws SpeechException if the file is not a model that this runtime reads */
    OnnxModel(Path file) {
        session = Onnx.session(file);
    }

    /** @throws SpeechException if it was closed */
    OrtSession.Result run(Map<String, ? extends OnnxTensorLike> inputs) throws OrtException {
        return run(open -> open.run(inputs));
    }

    /** @throws SpeechException if it was closed */
    OrtSession.Result run(Map<String, ? extends OnnxTensorLike> inputs, Set<String> outputs) throws OrtException {
        return run(open -> open.run(inputs, outputs));
    }

    /** @throws SpeechException if it was closed */
    OrtSession.Result run(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) throws OrtException {
        return run(open -> open.run(inputs, outputs));
    }

    private OrtSession.Result run(Run run) throws OrtException {
        Lock running = use.readLock();
        running.lock();
        try {
            if (closed) {
                throw new SpeechException("the model was closed");
            }
            return run.on(session);
        } finally {
            running.unlock();
        }
    }

    @Override
    public void close() {
        Lock all = use.writeLock();
        all.lock();
        try {
            if (!closed) {
                closed = true;
                session.close();
            }
        } catch (OrtException e) {
            throw new SpeechException("closing a model", e);
        } finally {
            all.unlock();
        }
    }
}
