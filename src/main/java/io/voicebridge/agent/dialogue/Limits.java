package io.voicebridge.agent.dialogue;

/**
 * @param silenceSeconds of nobody speaking before the agent asks again, and once more before it says goodbye
 * @param reprompts how often one question is asked again
 * @param maxSeconds the longest conversation
 * @param maxTurns the most turns of the caller, so that every dialogue ends
 */
public record Limits(int silenceSeconds, int reprompts, int maxSeconds, int maxTurns) {

    static final Limits DEFAULT = new Limits(6, 2, 600, 60);
}
