package io.voicebridge.speech;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;

/**
 * The decoder's verdict on every token at every position.
 *
 * @param logits row by row, not normalised
 * @param width tokens in a row
 */
record Scores(FloatBuffer logits, int width) {

    static Scores of(OrtSession.Result result) {
        OnnxTensor logits = (OnnxTensor) result.get("logits").orElseThrow();
        return new Scores(logits.getFloatBuffer(), (int) logits.getInfo().getShape()[2]);
    }

    /** @param forbidden a token that is not to be chosen, or -1 */
    int likeliest(int position, int forbidden) {
        int best = -1;
        float most = Float.NEGATIVE_INFINITY;
        for (int token = 0; token < width; token++) {
            float logit = logits.get(position * width + token);
            if (logit > most && token != forbidden) {
                most = logit;
                best = token;
            }
        }
        return best;
    }

    double logProbability(int position, int token) {
        int row = position * width;
        float most = logits.get(row + likeliest(position, -1));
        double sum = 0;
        for (int each = 0; each < width; each++) {
            sum += Math.exp(logits.get(row + each) - most);
        }
        return logits.get(row + token) - most - Math.log(sum);
    }
}
