package io.voicebridge.call;

import io.voicebridge.call.Decision.Stage;
import io.voicebridge.call.Decision.Talkers;
import io.voicebridge.rtp.AudioPort;
import io.voicebridge.rtp.MediaListener;
import io.voicebridge.rtp.RtpStatistics;
import io.voicebridge.sip.Dialog;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.DialogListener;
import io.voicebridge.sip.IncomingInvite;
import io.voicebridge.sip.Refer;
import io.voicebridge.sip.ReferListener;
import io.voicebridge.sip.ReferState;
import io.voicebridge.sip.Reoffer;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.SipRequest;
import io.voicebridge.sip.message.SipResponse;
import io.voicebridge.sip.sdp.Encryption;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A call that came in: its INVITE or dialog, and its audio. Any thread. */
final class InboundCall implements IncomingCall, DialogListener {

    private static final CallEnd GAVE_UP =
            new CallEnd(CallEnd.By.PEER, 487, List.of(), "The caller gave up before the answer.");

    private final String id;
    private final IncomingInvite invite;
    private final AudioLegs legs;
    private final Runnable release;

    private final Decision decision = new Decision();

    // These by this object's lock
    private Optional<AudioLeg> leg = Optional.empty();
    private Optional<Encryption> rule = Optional.empty();
    private boolean prepared;

    private final CompletableFuture<Dialog> dialog = new CompletableFuture<>();

    InboundCall(String id, IncomingInvite invite, AudioLegs legs, Runnable release) {
        this.id = id;
        this.invite = invite;
        this.legs = legs;
        this.release = release;
        invite.onCancel(this::cancelled);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String callId() {
        return request().header("Call-ID").orElse("");
    }

    @Override
    public SipRequest request() {
        return invite.request();
    }

    @Override
    public InetSocketAddress source() {
        return invite.source();
    }

    @Override
    public Transport transport() {
        return invite.transport();
    }

    @Override
    public String listener() {
        return invite.listener();
    }

    @Override
    public String calledNumber() {
        String user = Party.ofUri(request().requestUri());
        return user.isEmpty() ? request().header("To").map(Party::ofAddress).orElse("") : user;
    }

    @Override
    public String callerNumber() {
        return request().header("From").map(Party::ofAddress).orElse("");
    }

    @Override
    public boolean isCancelled() {
        return decision.stage() == Stage.CANCELLED;
    }

    @Override
    public boolean isDecided() {
        return !decision.isOpen();
    }

    @Override
    public synchronized Optional<Refusal> prepare(Optional<Encryption> encryption) {
        if (prepared) {
            return Optional.empty();
        }
        rule = encryption.or(() -> rule);
        AudioLegs.Opened opened = legs.answering(request(), source(), transport(), listener(), rule);
        if (opened instanceof AudioLegs.Refused refused) {
            return Optional.of(refused.refusal());
        }
        leg = Optional.of(((AudioLegs.Ready) opened).leg());
        prepared = true;
        if (isDecided()) {
            closeLeg();
        }
        return Optional.empty();
    }

    @Override
    public void ring() {
        invite.ringing();
    }

    @Override
    public boolean progress(AudioPort port, CallListener told) {
        Talk next = Talk.of(this, port, told, Optional.empty());
        Optional<Refusal> obstacle = prepare();
        if (obstacle.isPresent() || !invite.mayProgress()) {
            return false;
        }
        if (!decision.progress(next)) {
            return false;
        }
        dialog.complete(invite.progress(leg().localSdp(), List.of(), this));
        return true;
    }

    @Override
    public void answer(AudioPort port, CallListener told, Optional<Recording> file) {
        Talk next = Talk.of(this, port, told, file);
        Optional<Refusal> obstacle = prepare();
        if (obstacle.isPresent()) {
            refuse(obstacle.get());
            next.end(
                    this,
                    new CallEnd(
                            CallEnd.By.REFUSED,
                            obstacle.get().status(),
                            List.of(),
                            obstacle.get().reason()));
            return;
        }
        Stage before = decision.answer(next);
        if (before == Stage.EARLY) {
            invite.answer(List.of());
        } else if (before == Stage.OFFERED) {
            answerAtOnce();
        } else {
            next.end(this, GAVE_UP);
        }
    }

    private void answerAtOnce() {
        try {
            dialog.complete(invite.answer(leg().localSdp(), List.of(), this));
        } catch (RuntimeException e) {
            invite.reject(500, "", List.of());
            closeLeg();
            release.run();
            throw e;
        }
    }

    @Override
    public void refuse(Refusal refusal) {
        Stage before = decision.refuse(refusal);
        if (before == Stage.OFFERED || before == Stage.EARLY) {
            invite.reject(refusal.status(), "", refusal.responseHeaders());
        }
        if (before == Stage.OFFERED) { // else its dialog tells that it is over
            closeLeg();
            release.run();
        }
    }

    @Override
    public void hangUp(List<SipHeader> headers) {
        refuse(new Refusal(480, "The call was ended before the answer"));
        if (decision.isAnswered()) {
            dialog.thenAccept(answered -> Dialogs.bye(answered, headers));
        }
    }

    @Override
    public void sendDigit(char digit) {
        if (decision.isAnswered()) {
            leg().sendDigit(digit);
        }
    }

    @Override
    public void refer(Refer refer, ReferListener told) {
        if (decision.isAnswered()) {
            dialog.thenAccept(answered -> answered.refer(refer, told));
        } else {
            told.changed(new ReferState.Terminated("call-ended"));
        }
    }

    private void cancelled() {
        if (decision.cancel()) {
            closeLeg();
            release.run();
        }
    }

    @Override
    public synchronized CallSecurity security() {
        Optional<String> suite = leg.flatMap(AudioLeg::suite);
        return new CallSecurity(suite, suite.isPresent() && transport() != Transport.TLS);
    }

    @Override
    public synchronized Optional<RtpStatistics> counted() {
        return leg.map(AudioLeg::statistics);
    }

    private synchronized AudioLeg leg() {
        return leg.orElseThrow();
    }

    private synchronized void closeLeg() {
        leg.ifPresent(AudioLeg::close);
    }

    // From the dialog, on its loop

    /** The caller hears something before the answer, and nothing of it is recorded. */
    @Override
    public void progressed() {
        if (leg().isAgreed()) {
            beginEarly();
        }
    }

    /** The PRACK holds the answer, if our 183 held the offer (RFC 3262 section 5). */
    @Override
    public void answeredEarly(SipRequest prack) {
        leg().agree(prack.sdp(), source()).ifPresentOrElse(this::refuse, this::beginEarly);
    }

    private void beginEarly() {
        decision.talkers().early().ifPresent(talking -> {
            leg().start(talking.port(), Optional.empty(), MediaListener.NONE);
            talking.listener().early(this);
        });
    }

    /** Audio and recording begin with the 200 and not before it, so that a recording is as long as its call. */
    @Override
    public void answered() {
        Talkers talkers = decision.handOver();
        talkers.talk().ifPresent(now -> {
            now.listener().answered(this); // before the first frame, which may have something to tell
            start(now);
        });
        talkers.early().ifPresent(talking -> talking.handOver(this));
    }

    private void start(Talk now) {
        AudioLeg current = leg();
        if (current.isAgreed()) {
            current.start(now.port(), now.recording(), now.media());
        }
    }

    /** The ACK holds the answer, if our 200 held the offer (RFC 3261 section 13.2.2.4). */
    @Override
    public void confirmed(SipRequest ack) {
        AudioLeg current = leg();
        if (current.isAgreed()) {
            return;
        }
        Optional<Refusal> obstacle = current.agree(ack.sdp(), source());
        if (obstacle.isPresent()) {
            hangUp(obstacle.get().responseHeaders());
        } else {
            decision.talkers().talk().ifPresent(this::start);
        }
    }

    @Override
    public void info(SipRequest info) {
        leg().info(info);
    }

    @Override
    public void reoffered(Reoffer reoffer) {
        leg().reoffered(reoffer, source());
    }

    @Override
    public void referred(SipRequest refer) {
        decision.talkers().talk().ifPresent(now -> now.listener().referRefused(this, Dialogs.referTarget(refer)));
    }

    @Override
    public void refreshed(SipResponse response) {
        leg().refreshed(response.sdp(), source());
    }

    /** Told to both, if the call was being answered when it ended. */
    @Override
    public void ended(DialogEnd end) {
        release.run();
        decision.cancel();
        Talkers talkers = decision.talkers();
        CallEnd early = decision.refusal()
                .map(why -> new CallEnd(CallEnd.By.REFUSED, why.status(), List.of(), why.reason()))
                .orElseGet(() -> Dialogs.callEnd(end));
        leg().close().thenAccept(counted -> {
            talkers.early().ifPresent(talking -> talking.end(this, early));
            talkers.talk().ifPresent(talking -> {
                talking.listener().counted(this, counted);
                talking.end(this, talking.media().end(end));
            });
        });
    }
}
