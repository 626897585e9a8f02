package io.voicebridge.sip;

import io.voicebridge.sip.auth.DigestCredentials;
import java.util.Optional;

/**
 * What a call of ours is placed under, beside whom it goes to.
 *
 * @param credentials that answer the peer's challenges, for the INVITE and for every request inside its dialog; without
 *     them a challenge is a refusal
 * @param maxForwards hops that the call may still take: for the second leg of a call that came in, one less than that
 *     came with, so that a loop of calls ends (RFC 3261 section 8.1.1.6)
 * @param mayReturn whether the call may come back to us and be taken as a new one, as the trial of a trunk does; a call that may
 *     not is refused then, because it goes round
 */
public record CallTerms(Optional<DigestCredentials> credentials, int maxForwards, boolean mayReturn) {

    /** No credentials, 70 hops. */
    public static final CallTerms NONE = new CallTerms(Optional.empty(), 70, false);

    public CallTerms {
        if (maxForwards < 0 || maxForwards > 255) {
            throw new IllegalArgumentException("Max-Forwards is from 0 to 255");
        }
    }

    public CallTerms with(DigestCredentials trunk) {
        return new CallTerms(Optional.of(trunk), maxForwards, mayReturn);
    }

    public CallTerms withHops(int left) {
        return new CallTerms(credentials, left, mayReturn);
    }

    public CallTerms returning() {
        return new CallTerms(credentials, maxForwards, true);
    }
}
