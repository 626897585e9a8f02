package io.voicebridge.sip.dialog;

import io.voicebridge.sip.Dialog;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.DialogListener;
import io.voicebridge.sip.IncomingInvite;
import io.voicebridge.sip.RefusedInvite;
import io.voicebridge.sip.Reoffer;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.UserAgentListener;
import io.voicebridge.sip.message.SipRequest;
import io.voicebridge.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A listener that remembers what it was told, and answers each call or leaves it to the test. */
final class Callee implements UserAgentListener, DialogListener {

    static final byte[] SDP = ("v=0\r\no=- 2 2 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                    + "m=audio 41000 RTP/AVP 0\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    final List<IncomingInvite> invites = Collections.synchronizedList(new ArrayList<>());
    final List<RefusedInvite> refused = Collections.synchronizedList(new ArrayList<>());
    final List<Dialog> dialogs = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger answered = new AtomicInteger();
    final List<SipRequest> confirmed = Collections.synchronizedList(new ArrayList<>());
    final List<SipRequest> early = Collections.synchronizedList(new ArrayList<>());
    final List<SipRequest> infos = Collections.synchronizedList(new ArrayList<>());
    final List<Reoffer> reoffers = Collections.synchronizedList(new ArrayList<>());
    final List<SipResponse> refreshed = Collections.synchronizedList(new ArrayList<>());
    final List<SipRequest> refers = Collections.synchronizedList(new ArrayList<>());
    final List<DialogEnd> ends = Collections.synchronizedList(new ArrayList<>());
    private final Consumer<IncomingInvite> onInvite;

    private final boolean answersReoffers;

    private Callee(boolean answering, Consumer<IncomingInvite> otherwise) {
        answersReoffers = answering;
        onInvite = answering ? this::ringAndAnswer : otherwise;
    }

    static Callee whoAnswers() {
        return new Callee(true, invite -> {});
    }

    /** Rings, and describes its media before the answer. */
    static Callee whoProgresses() {
        List<Callee> self = new ArrayList<>(1);
        Callee callee = new Callee(false, invite -> {
            invite.ringing();
            self.get(0).dialogs.add(invite.progress(SDP, List.of(), self.get(0)));
        });
        self.add(callee);
        return callee;
    }

    static Callee whoRings() {
        return new Callee(false, IncomingInvite::ringing);
    }

    static Callee whoRefuses(int status) {
        return new Callee(false, invite -> invite.reject(status, "", List.of()));
    }

    static Callee whoWaits() {
        return new Callee(false, invite -> {});
    }

    private void ringAndAnswer(IncomingInvite invite) {
        invite.ringing();
        dialogs.add(invite.answer(SDP, List.of(new SipHeader("X-Answered-By", "test")), this));
    }

    void answers(IncomingInvite invite) {
        dialogs.add(invite.answer(SDP, List.of(), this));
    }

    @Override
    public void invited(IncomingInvite invite) {
        invites.add(invite);
        onInvite.accept(invite);
    }

    @Override
    public void refused(RefusedInvite invite) {
        refused.add(invite);
    }

    @Override
    public void answeredEarly(SipRequest prack) {
        early.add(prack);
    }

    @Override
    public void answered() {
        answered.incrementAndGet();
    }

    @Override
    public void confirmed(SipRequest ack) {
        confirmed.add(ack);
    }

    @Override
    public void reoffered(Reoffer reoffer) {
        reoffers.add(reoffer);
        if (answersReoffers) {
            reoffer.answer(SDP);
        }
    }

    @Override
    public void info(SipRequest info) {
        infos.add(info);
    }

    @Override
    public void refreshed(SipResponse response) {
        refreshed.add(response);
    }

    @Override
    public void referred(SipRequest refer) {
        refers.add(refer);
    }

    @Override
    public void ended(DialogEnd end) {
        ends.add(end);
    }
}
