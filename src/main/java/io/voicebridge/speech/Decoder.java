package io.voicebridge.speech;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The decoder half of Moonshine Tiny over one utterance that the encoder has heard: writes down the likeliest tokens, or
 * tells how likely given ones are. One thread at a time.
 */
final class Decoder implements AutoCloseable {

    private static final int LAYERS = 6;
    private static final long[] NOTHING_YET = {0, 8, 1, 36};

    /** Speech has fewer tokens a second; more is the model repeating itself. */
    private static final double TOKENS_PER_SECOND = 6.5;

    private static final int FEWEST_TOKENS = 6;
    private static final int SAMPLES_PER_SECOND = 16000;

    /**
     * Tokens and how sure the model is of them.
     *
     * @param logProbability mean over the tokens and the end
     */
    record Guess(int[] tokens, double logProbability) {}

    private final OrtEnvironment environment = Onnx.environment();
    private final OnnxModel model;
    private final OrtSession.Result heard;
    private final int limit;
    private final Map<String, OnnxTensor> empty = new HashMap<>();

    private Decoder(OnnxModel model, OrtSession.Result heard, int samples) throws OrtException {
        this.model = model;
        this.heard = heard;
        this.limit = Math.max(FEWEST_TOKENS, (int) (TOKENS_PER_SECOND * samples / SAMPLES_PER_SECOND));
        for (String name : memoryNames("decoder", "encoder")) {
            empty.put(
                    "past_key_values." + name,
                    OnnxTensor.createTensor(environment, FloatBuffer.allocate(0), NOTHING_YET));
        }
    }

    /** @param audio 16 kHz, from -1 to 1 */
    static Decoder listen(OnnxModel encoder, OnnxModel decoder, float[] audio) throws OrtException {
        try (OnnxTensor input =
                OnnxTensor.createTensor(Onnx.environment(), FloatBuffer.wrap(audio), new long[] {1, audio.length})) {
            return new Decoder(decoder, encoder.run(Map.of("input_values", input)), audio.length);
        }
    }

    /** Always takes the likeliest next token. At least one: the caller of this has heard speech. */
    Guess write() throws OrtException {
        List<Integer> tokens = new ArrayList<>();
        double sum = 0;
        int next = Tokenizer.BEGIN;
        try (Memory memory = new Memory()) {
            while (tokens.size() < limit) {
                Scores scores = memory.step(next);
                next = scores.likeliest(0, tokens.isEmpty() ? Tokenizer.END : -1);
                sum += scores.logProbability(0, next);
                if (next == Tokenizer.END) {
                    break;
                }
                tokens.add(next);
            }
        }
        return new Guess(tokens.stream().mapToInt(Integer::intValue).toArray(), sum / (tokens.size() + 1));
    }

    /** How likely it is that these tokens and no more were said: mean log probability, as in {@link Guess}. */
    double score(int[] tokens) throws OrtException {
        long[] given = new long[tokens.length + 1];
        given[0] = Tokenizer.BEGIN;
        for (int i = 0; i < tokens.length; i++) {
            given[i + 1] = tokens[i];
        }
        try (OnnxTensor ids =
                        OnnxTensor.createTensor(environment, LongBuffer.wrap(given), new long[] {1, given.length});
                OnnxTensor first = OnnxTensor.createTensor(environment, new boolean[] {false});
                OrtSession.Result result = model.run(inputs(empty, ids, first), Set.of("logits"))) {
            Scores scores = Scores.of(result);
            double sum = 0;
            for (int i = 0; i < given.length; i++) {
                sum += scores.logProbability(i, i < tokens.length ? tokens[i] : Tokenizer.END);
            }
            return sum / given.length;
        }
    }

    private Map<String, OnnxTensor> inputs(Map<String, OnnxTensor> memory, OnnxTensor ids, OnnxTensor useMemory) {
        Map<String, OnnxTensor> inputs = new HashMap<>(memory);
        inputs.put("input_ids", ids);
        inputs.put("encoder_hidden_states", (OnnxTensor) heard.get(0));
        inputs.put("use_cache_branch", useMemory);
        return inputs;
    }

    private static List<String> memoryNames(String... parts) {
        List<String> names = new ArrayList<>();
        for (int layer = 0; layer < LAYERS; layer++) {
            for (String part : parts) {
                names.add(layer + "." + part + ".key");
                names.add(layer + "." + part + ".value");
            }
        }
        return names;
    }

    @Override
    public void close() {
        empty.values().forEach(OnnxTensor::close);
        heard.close();
    }

    /**
     * Attention keys and values of the tokens so far. What belongs to the audio comes out of the first step and stays; what
     * belongs to the text is replaced by each step.
     */
    private final class Memory implements AutoCloseable {

        private final Map<String, OnnxTensor> tensors = new HashMap<>(empty);
        private OrtSession.Result first;
        private OrtSession.Result last;

        Scores step(int token) throws OrtException {
            try (OnnxTensor ids = OnnxTensor.createTensor(
                            environment, LongBuffer.wrap(new long[] {token}), new long[] {1, 1});
                    OnnxTensor more = OnnxTensor.createTensor(environment, new boolean[] {first != null})) {
                OrtSession.Result result = model.run(inputs(tensors, ids, more));
                keep(result, first == null ? memoryNames("decoder", "encoder") : memoryNames("decoder"));
                return Scores.of(result);
            }
        }

        private void keep(OrtSession.Result result, List<String> names) {
            for (String name : names) {
                tensors.put("past_key_values." + name, (OnnxTensor)
                        result.get("present." + name).orElseThrow());
            }
            if (first == null) {
                first = result;
            } else {
                if (last != null) {
                    last.close();
                }
                last = result;
            }
        }

        @Override
        public void close() {
            if (first != null) {
                first.close();
            }
            if (last != null) {
                last.close();
            }
        }
    }
}
