package io.voicebridge.sip;

import io.voicebridge.sip.message.SipResponse;
import java.util.Optional;

/** Told what becomes of an INVITE that we sent, on the loop that owns it: an implementation must not block. */
public interface OutgoingInviteListener {

    /**
     * A provisional response other than 100: a reliable one once, and in its turn (RFC 3262 section 4). A description in a
     * reliable one is the answer to the INVITE, and what later responses of the same dialog hold is none.
     */
    default void progressed(SipResponse response) {}

    /**
     * The first reliable provisional response of a called side came: there is an early dialog with it. Returns who takes
     * offers in it, if anybody does; who that is is not told its end.
     */
    default Optional<DialogListener> progressing(Dialog dialog, SipResponse response) {
        return Optional.empty();
    }

    /** A 2xx came; its ACK has been sent. Returns who is told about the dialog from now on. */
    DialogListener answered(Dialog dialog, SipResponse response);

    /** A final response other than 2xx, or none (408), or a CANCEL that took effect (487). Called at most once. */
    void failed(InviteFailure failure);

    /**
     * The INVITE could not be sent anywhere: the peer was not found, not reached, or is not who it should be. Told instead
     * of {@link #failed}.
     *
     * @param reason one sentence for a person
     */
    default void unreachable(String reason) {
        failed(new InviteFailure(503, reason));
    }
}
