package io.voicebridge.call;

import io.voicebridge.sip.RefusedInvite;
import java.net.InetSocketAddress;

/**
 * A call that was refused before anybody could decide about it. Texts are empty where the INVITE lacks them or they
 * cannot be read.
 *
 * @param status the final response
 * @param condition what failed, in kebab-case
 * @param reason the same in one sentence
 * @param source the socket address that the call came from
 * @param calledNumber as {@link IncomingCall#calledNumber}
 * @param callerNumber as {@link IncomingCall#callerNumber}
 */
public record RefusedCall(
        int status,
        String condition,
        String reason,
        InetSocketAddress source,
        String callId,
        String calledNumber,
        String callerNumber) {

    static RefusedCall of(RefusedInvite invite) {
        String user = Party.ofUri(invite.requestUri());
        return new RefusedCall(
                invite.status(),
                invite.condition(),
                invite.reason(),
                invite.source(),
                invite.callId(),
                user.isEmpty() ? Party.ofUri(invite.to()) : user,
                Party.ofUri(invite.from()));
    }

    /** A call that was refused by hand, with nobody else told. */
    public static RefusedCall of(IncomingCall call, Refusal refusal, String condition) {
        return new RefusedCall(
                refusal.status(),
                condition,
                refusal.reason(),
                call.source(),
                call.callId(),
                call.calledNumber(),
                call.callerNumber());
    }
}
