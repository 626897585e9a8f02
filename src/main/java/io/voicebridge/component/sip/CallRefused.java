package io.voicebridge.component.sip;

import io.voicebridge.call.RefusedCall;

/**
 * A call that was refused before a route saw it, or several of which only the number was kept. Texts are empty where they
 * are not known.
 *
 * @param status the final response
 * @param condition what failed, in kebab-case
 * @param reason the same in one sentence
 * @param source the socket address that the call came from, as address:port
 * @param calls how many calls this stands for
 */
public record CallRefused(
        int status,
        String condition,
        String reason,
        String source,
        String callId,
        String calledNumber,
        String callerNumber,
        int calls) {

    static CallRefused one(RefusedCall call) {
        return new CallRefused(
                call.status(),
                call.condition(),
                call.reason(),
                SipBinding.text(call.source()),
                call.callId(),
                call.calledNumber(),
                call.callerNumber(),
                1);
    }

    static CallRefused more(int status, int calls) {
        String what = calls == 1 ? "1 more call was" : calls + " more calls were";
        return new CallRefused(status, "more-calls", what + " refused with " + status, "", "", "", "", calls);
    }
}
