package io.voicebridge.sip.dialog;

import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;

/** What comes of a request of ours inside a dialog. */
interface Outcome {

    /**
     * It is on its way, perhaps again with another number.
     *
     * @param forget ends its transaction without a word
     */
    default void sent(WireRequest request, Runnable forget) {}

    /** A provisional response, or the final one; of an INVITE every 2xx, repeated ones too. */
    void responded(WireResponse response);

    /** There is no response: 408 after 64*T1, 503 if it could not be sent. */
    void unanswered(int status, String phrase);

    /** For a request whose answer changes nothing. */
    static Outcome ignored() {
        return new Outcome() {
            @Override
            public void responded(WireResponse response) {}

            @Override
            public void unanswered(int status, String phrase) {}
        };
    }
}
