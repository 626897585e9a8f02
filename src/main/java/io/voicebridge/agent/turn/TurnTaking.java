package io.voicebridge.agent.turn;

/**
 * When a caller is taken to speak, to pause and to be finished. Times in milliseconds.
 *
 * @param speech a probability from which a frame counts as speech
 * @param stillSpeech a lower one that keeps speech going
 * @param onset of speech before an utterance begins
 * @param bargeIn of speech before the agent stops talking
 * @param echo the first part of our own audio, in which nothing interrupts
 * @param pause of silence before the audio so far is recognised on trial
 * @param expectedEnd of silence that ends an utterance which is an expected reply
 * @param end of silence that ends any utterance
 * @param longest utterance
 * @param preRoll kept from before the onset, since a recogniser needs it
 * @param noise speech shorter than this, without a word in it, was none
 * @param betweenKeys of one number
 */
public record TurnTaking(
        float speech,
        float stillSpeech,
        int onset,
        int bargeIn,
        int echo,
        int pause,
        int expectedEnd,
        int end,
        int longest,
        int preRoll,
        int noise,
        int betweenKeys) {

    public static final TurnTaking STANDARD =
            new TurnTaking(0.5f, 0.35f, 60, 100, 200, 260, 360, 600, 15_000, 400, 300, 3_000);
}
