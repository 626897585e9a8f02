package io.voicebridge.sip.dialog;

import io.voicebridge.sip.InviteFailure;
import io.voicebridge.sip.Reason;
import io.voicebridge.sip.ReinviteListener;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.HeaderValues;
import io.voicebridge.sip.message.SipResponse;
import io.voicebridge.sip.message.WireMessage;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import java.util.List;

/**
 * The session of one dialog: what we have described last, and what keeps it alive. It is refreshed when its timer says so (RFC 4028 section 10): by an UPDATE without a body where the
 * peer allows that, else by a re-INVITE with the description that stands. What fails is tried again until the timer ends
 * the call; a peer that has lost the dialog ends it at once. Used on one loop only.
 */
final class SessionRefresh {

    private static final long LATER_MILLIS = 10_000;

    private final CallDialog dialog;
    private final SessionTimer timer;
    private boolean byUpdate;
    /** The description that we sent last and the peer agreed to. */
    private byte[] description = {};

    private boolean changed;

    SessionRefresh(LoopContext context, CallDialog dialog) {
        this.dialog = dialog;
        this.timer = new SessionTimer(context, this::refresh, this::expired);
    }

    SessionTimer timer() {
        return timer;
    }

    /** Says what the session begins with, if nothing has changed it before. */
    void beginsWith(byte[] sdp) {
        description = changed ? description : sdp;
    }

    void changesTo(byte[] sdp) {
        description = sdp;
        changed = true;
    }

    /** True once it is not what the INVITE has led to any more. */
    boolean isChanged() {
        return changed;
    }

    /**
     * An INVITE, re-INVITE or UPDATE of the peer is going to be agreed to.
     *
     * @return headers of the 2xx
     */
    List<SipHeader> agree(WireRequest request) {
        heard(request);
        return timer.agree(request);
    }

    /** The peer has agreed to an INVITE, re-INVITE or UPDATE of ours. */
    void agreed(WireResponse response) {
        heard(response);
        timer.agreed(response);
    }

    boolean allowsUpdate() {
        return byUpdate;
    }

    /** The peer has refused one for good. */
    void forgetUpdate() {
        byUpdate = false;
    }

    /** Looks at what the peer allows (RFC 3311 section 4). */
    void heard(WireMessage message) {
        List<String> allowed = message.raw().fieldValues("Allow");
        if (!allowed.isEmpty()) {
            byUpdate = message.values("Allow").stream().anyMatch("UPDATE"::equals);
        }
    }

    private void refresh() {
        if (dialog.isOver()) {
            return;
        }
        if (byUpdate) {
            dialog.outgoing().send(Draft.of("UPDATE", timer.ofRequest()), new Update());
        } else {
            dialog.offers().add(OutgoingReoffer.Way.INVITE, description, new Repeated());
        }
    }

    private void expired() {
        dialog.expired(timer.seconds());
    }

    /** Neither 2xx nor the end of the dialog. */
    private void refused(int status, int leastOfPeer) {
        boolean raised = status == 422 && timer.raise(leastOfPeer);
        boolean otherWay = byUpdate && (status == 405 || status == 501);
        byUpdate = byUpdate && !otherWay;
        if (raised || otherWay) {
            refresh();
        } else {
            timer.refreshIn(LATER_MILLIS);
        }
    }

    private final class Update implements Outcome {

        @Override
        public void responded(WireResponse response) {
            if (response.isProvisional() || dialog.isOver()) {
                return;
            }
            int status = response.status();
            if (response.isSuccess()) {
                dialog.path().refresh(response);
                timer.agreed(response);
            } else if (status == 408 || status == 481) {
                dialog.lost(Reason.sip(status, "The UPDATE was answered " + status));
            } else {
                refused(status, SessionExpires.least(response));
            }
        }

        @Override
        public void unanswered(int status, String phrase) {
            if (status == 408) {
                dialog.lost(Reason.sip(408, "The UPDATE was not answered"));
            } else {
                refused(status, 0);
            }
        }
    }

    /** The re-INVITE itself takes care of the timer when it is answered. */
    private final class Repeated implements ReinviteListener {

        @Override
        public byte[] answered(SipResponse response) {
            dialog.listener().refreshed(response);
            return new byte[0];
        }

        @Override
        public void failed(InviteFailure failure) {
            if (!dialog.isOver()) {
                refused(failure.status(), least(failure.headers()));
            }
        }

        private static int least(List<SipHeader> headers) {
            return headers.stream()
                    .filter(header -> header.name().equalsIgnoreCase(SessionExpires.LEAST))
                    .mapToInt(header -> HeaderValues.number(header.value(), Integer.MAX_VALUE)
                            .orElse(0))
                    .findFirst()
                    .orElse(0);
        }
    }
}
