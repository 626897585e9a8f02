package io.voicebridge.sip.transport;

import io.voicebridge.sip.message.Parsed;

/** Takes what the transports receive, on the loop that received it: must not block. */
public interface Inbound {

    /** @param loop index of the loop that calls */
    void received(Parsed message, Hop hop, int loop);

    /** A message of a source that sends more than it may: a request gets 503, and nothing is remembered. */
    void refused(Parsed message, Hop hop, int loop);
}
