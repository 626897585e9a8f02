package io.voicebridge.conversation;

import java.time.Instant;
import java.util.List;

/**
 * What a call can prove of disclosure, consent and opt-out, with the words and when they were said.
 *
 * @param disclosures lines that the caller had to hear, in order; more than one if another agent took over
 * @param leadConsent what came with the lead
 * @param consents what the caller answered where the agent asked for consent
 * @param optOut null if the caller did not object to further calls
 */
public record CallEvidence(
        ConversationFacts call,
        List<Spoken> disclosures,
        LeadConsent leadConsent,
        List<Consent> consents,
        OptOut optOut) {

    /**
     * Words of either side.
     *
     * @param at null if the call was not answered
     * @param callMs since the answer
     * @param recordingMs where they begin in the recording; null if it does not hold them
     * @param complete whether they were heard to the end
     * @param heardMs how much of them was heard
     * @param confidence of the recogniser, 0 to 1
     */
    public record Spoken(
            String itemId,
            String text,
            Instant at,
            long callMs,
            Long recordingMs,
            boolean complete,
            long heardMs,
            double confidence) {}

    /** @param missing names that the number's owner has named, and that did not come */
    public record LeadConsent(List<ReceivedVariable> variables, List<String> missing) {}

    /**
     * @param answer {@code yes} or {@code no}
     * @param question what the agent had said last before; empty if it is not known
     * @param words the utterances that it was taken from
     */
    public record Consent(int revision, String answer, Instant committedAt, String question, List<Spoken> words) {}

    /**
     * @param words the utterances in which the caller objected; empty if somebody else brought the opt-out
     * @param listedAt when the customer's numbers were put on the do-not-call list; null if they are not on it
     * @param byeAt when the call ended with headers that say so; null if it did not
     * @param told whom
     */
    public record OptOut(
            List<Spoken> words,
            int revision,
            String source,
            Instant committedAt,
            boolean deliveredBeforeBye,
            Instant listedAt,
            Instant byeAt,
            List<Told> told) {}

    /**
     * @param to {@code five9} or a webhook's id
     * @param deliveryId of a webhook; empty for Five9
     */
    public record Told(String to, Instant at, String deliveryId) {}
}
