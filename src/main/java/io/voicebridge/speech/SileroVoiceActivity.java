package io.voicebridge.speech;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;

/**
 * One caller's Silero state. The model takes chunks of 256 samples (32 ms) after the 32 that went before, so a frame of
 * 20 ms may give the same probability as the one before it. Tensors lie over buffers that are filled anew: nothing of size is allocated per chunk.
 */
final class SileroVoiceActivity implements VoiceActivity {

    private static final int CONTEXT = 32;
    private static final int CHUNK = 256;
    private static final long[] STATE = {2, 1, 128};

    private final OnnxModel model;
    private final FloatBuffer input = floats(CONTEXT + CHUNK);
    private final FloatBuffer output = floats(1);
    private final OnnxTensor[] tensors;

    /** The state that one run writes is what the next one reads, so two take turns. */
    private final Map<String, OnnxTensor>[] inputs;

    private final Map<String, OnnxTensor>[] outputs;
    private int turn;
    private int filled = CONTEXT;
    private float probability;

    SileroVoiceActivity(OnnxModel model) {
        this.model = model;
        OrtEnvironment environment = Onnx.environment();
        try {
            OnnxTensor in = OnnxTensor.createTensor(environment, input, new long[] {1, CONTEXT + CHUNK});
            OnnxTensor rate = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[] {8000}), new long[0]);
            OnnxTensor one = OnnxTensor.createTensor(environment, floats(2 * 128), STATE);
            OnnxTensor other = OnnxTensor.createTensor(environment, floats(2 * 128), STATE);
            OnnxTensor out = OnnxTensor.createTensor(environment, output, new long[] {1, 1});
            tensors = new OnnxTensor[] {in, rate, one, other, out};
            inputs = pair(
                    Map.of("input", in, "sr", rate, "state", one), Map.of("input", in, "sr", rate, "state", other));
            outputs = pair(Map.of("output", out, "stateN", other), Map.of("output", out, "stateN", one));
        } catch (OrtException e) {
            throw new SpeechException("Silero has no memory for another call", e);
        }
    }

    @SafeVarargs
    private static Map<String, OnnxTensor>[] pair(Map<String, OnnxTensor>... maps) {
        return maps;
    }

    private static FloatBuffer floats(int count) {
        return ByteBuffer.allocateDirect(count * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Override
    public float accept(short[] frame) {
        for (short sample : frame) {
            input.put(filled++, sample / 32768f);
            if (filled == CONTEXT + CHUNK) {
                run();
            }
        }
        return probability;
    }

    private void run() {
        try {
            model.run(inputs[turn], outputs[turn]).close();
        } catch (OrtException e) {
            throw new SpeechException("Silero failed", e);
        }
        probability = output.get(0);
        turn = 1 - turn;
        for (int i = 0; i < CONTEXT; i++) {
            input.put(i, input.get(CHUNK + i));
        }
        filled = CONTEXT;
    }

    @Override
    public void close() {
        for (OnnxTensor tensor : tensors) {
            tensor.close();
        }
    }
}
