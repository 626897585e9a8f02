package io.voicebridge.speech;

import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Moonshine Tiny, English, on ONNX Runtime. First writes down freely what it hears; if that is none of the expected replies,
 * asks the model how likely each of them is and takes the best if it is hardly less likely than the free text.
 */
final class MoonshineRecognizer implements Recognizer {

    private static final int RATE = 8000;
    private static final int LONGEST = 30 * RATE;

    /** The encoder fails on less than this. */
    private static final int SHORTEST = RATE / 2;

    /** An utterance in which the detector never is surer than this holds no speech. */
    private static final float SPEECH = 0.3f;

    private static final int FRAME = RATE / 50;

    /**
     * How much less likely than the free text, in mean log probability, a reply may be. Measured: 97 % of expected replies
     * are accepted, 5 % of others.
     */
    private static final double MARGIN = -1.0;

    /** Scoring one costs about 15 ms. */
    private static final int MOST_REPLIES = 32;

    private static final int LONGEST_REPLY = 60;

    private record Candidate(String reply, double logProbability) {}

    private final OnnxModel encoder;
    private final OnnxModel decoder;
    private final Tokenizer tokenizer;
    private final VoiceActivities voiceActivities;
    private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors());

    /**
     * @param folder of the package "moonshine"
     * @param voiceActivities tells whether there is speech at all; not closed here
     * @throws SpeechException if the model does not load
     */
    MoonshineRecognizer(Path folder, VoiceActivities voiceActivities) {
        this.voiceActivities = voiceActivities;
        try {
            tokenizer = Tokenizer.ofScript(folder.resolve("package/dist/moonshine.min.js"));
        } catch (IOException | IllegalArgumentException e) {
            throw new SpeechException("the list of tokens does not load: " + e.getMessage(), e);
        }
        Path model = folder.resolve("package/dist/model/tiny/quantized");
        encoder = new OnnxModel(model.resolve("encoder_model.onnx"));
        decoder = new OnnxModel(model.resolve("decoder_model_merged.onnx"));
    }

    @Override
    public Recognition recognize(short[] pcm, List<String> expected) {
        short[] audio = pcm.length <= LONGEST ? pcm : Arrays.copyOf(pcm, LONGEST);
        cores.acquireUninterruptibly();
        try {
            if (!hasSpeech(audio)) {
                return new Recognition("", Optional.empty(), 0);
            }
            try (Decoder heard = Decoder.listen(encoder, decoder, Rate.twice(floats(audio)))) {
                return understand(heard, expected);
            }
        } catch (OrtException e) {
            throw new SpeechException("Moonshine failed on " + pcm.length / RATE + " s of audio", e);
        } finally {
            cores.release();
        }
    }

    private Recognition understand(Decoder heard, List<String> expected) throws OrtException {
        Decoder.Guess free = heard.write();
        String text = tokenizer.decode(free.tokens());
        if (SpokenText.words(text).isEmpty()) {
            text = "";
        }
        Optional<String> said = ExpectedReply.find(text, expected);
        if (said.isPresent()) {
            return new Recognition(text, said, confidence(free.logProbability()));
        }
        Optional<Candidate> likeliest = likeliest(heard, expected)
                .filter(candidate -> candidate.logProbability - free.logProbability() > MARGIN);
        return new Recognition(
                text,
                likeliest.map(Candidate::reply),
                confidence(likeliest.map(Candidate::logProbability).orElse(free.logProbability())));
    }

    private Optional<Candidate> likeliest(Decoder heard, List<String> expected) throws OrtException {
        Optional<Candidate> best = Optional.empty();
        for (String reply : expected.subList(0, Math.min(expected.size(), MOST_REPLIES))) {
            for (String spelling : Spelling.variants(reply)) {
                int[] tokens = tokenizer.encode(spelling);
                if (tokens.length > LONGEST_REPLY) {
                    continue;
                }
                double score = heard.score(tokens);
                if (best.isEmpty() || score > best.get().logProbability) {
                    best = Optional.of(new Candidate(reply, score));
                }
            }
        }
        return best;
    }

    /** The geometric mean of the tokens' probabilities. */
    private static double confidence(double logProbability) {
        return Math.min(1, Math.exp(logProbability));
    }

    private boolean hasSpeech(short[] audio) {
        short[] frame = new short[FRAME];
        try (VoiceActivity activity = voiceActivities.open()) {
            for (int from = 0; from + FRAME <= audio.length; from += FRAME) {
                System.arraycopy(audio, from, frame, 0, FRAME);
                if (activity.accept(frame) > SPEECH) {
                    return true;
                }
            }
        }
        return false;
    }

    private static float[] floats(short[] audio) {
        float[] wave = new float[Math.max(SHORTEST, audio.length)];
        for (int i = 0; i < audio.length; i++) {
            wave[i] = audio[i] / 32768f;
        }
        return wave;
    }

    @Override
    public String name() {
        return "moonshine-tiny";
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
    }
}
