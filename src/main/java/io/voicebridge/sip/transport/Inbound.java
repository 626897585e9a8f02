package io.voicebridge.sip.transport;

import io.voicebridge.sip.message.Parsed;

/** Takes what the transports receive, on the loop that received it: must not block. */
public interface Inbound {

    /** @param loop index of the loop that calls */
    void received(Parsed message, Hop hop, int loop);

    /**
     * A message of a source that is not let in: a request gets 503 or 403, and nothing is remembered.
     *
     * @param verdict {@link Admission.Verdict#REFUSE} or {@link Admission.Verdict#FORBID}
     */
    void refused(Parsed message, Hop hop, Admission.Verdict verdict, int loop);
}
