package io.voicebridge.sip.dialog;

import io.voicebridge.sip.SipHeader;
import java.util.List;

/**
 * A final response that the stack gives by itself.
 *
 * @param condition what failed, in kebab-case, for our own people; empty where no call is refused
 * @param reason the same in one sentence
 */
record Refusal(int status, String condition, String reason, List<SipHeader> headers) {

    Refusal(int status, List<SipHeader> headers) {
        this(status, "", "", headers);
    }

    static Refusal of(int status) {
        return new Refusal(status, List.of());
    }

    static Refusal with(int status, String header, String value) {
        return new Refusal(status, List.of(new SipHeader(header, value)));
    }

    Refusal because(String failed, String sentence) {
        return new Refusal(status, failed, sentence, headers);
    }
}
