package io.voicebridge.sip.dialog;

import io.voicebridge.sip.SipHeader;
import java.util.List;

/** A final response that the stack gives by itself. */
record Refusal(int status, List<SipHeader> headers) {

    static Refusal of(int status) {
        return new Refusal(status, List.of());
    }

    static Refusal with(int status, String header, String value) {
        return new Refusal(status, List.of(new SipHeader(header, value)));
    }
}
