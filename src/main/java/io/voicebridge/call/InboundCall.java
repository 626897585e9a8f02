package io.voicebridge.call;

import io.voicebridge.rtp.AudioPort;
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
import java.util.concurrent.atomic.AtomicReference;

/** A call that came in: its INVITE or dialog, and its audio. Any thread. */
final class InboundCall implements IncomingCall, DialogListener {

    private enum Stage {
        OFFERED,
        ANSWERED,
        REFUSED,
        CANCELLED
    }

    private static final CallEnd GAVE_UP =
            new CallEnd(CallEnd.By.PEER, 487, List.of(), "The caller gave up before the answer.");

    private final String id;
    private final IncomingInvite invite;
    private final AudioLegs legs;
    private final Runnable release;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.OFFERED);

    private Optional<AudioLeg> leg = Optional.empty();
    private Optional<Encryption> rule = Optional.empty();
    private boolean prepared;

    private volatile AudioPort audio;
    private volatile Optional<Recording> recording = Optional.empty();
    private volatile CallListener listener;
    private volatile MediaEvents media;
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
        return stage.get() == Stage.CANCELLED;
    }

    @Override
    public boolean isDecided() {
        return stage.get() != Stage.OFFERED;
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
    public void answer(AudioPort port, CallListener told, Optional<Recording> file) {
        Optional<Refusal> obstacle = prepare();
        if (obstacle.isPresent()) {
            refuse(obstacle.get());
            tell(
                    told,
                    file,
                    new CallEnd(
                            CallEnd.By.REFUSED,
                            obstacle.get().status(),
                            List.of(),
                            obstacle.get().reason()));
            return;
        }
        audio = port;
        recording = file;
        listener = told;
        media = new MediaEvents(this, told);
        if (!stage.compareAndSet(Stage.OFFERED, Stage.ANSWERED)) {
            tell(told, file, GAVE_UP);
            return;
        }
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
        if (stage.compareAndSet(Stage.OFFERED, Stage.REFUSED)) {
            invite.reject(refusal.status(), "", refusal.responseHeaders());
            closeLeg();
            release.run();
        }
    }

    @Override
    public void hangUp(List<SipHeader> headers) {
        refuse(new Refusal(480, "The call was ended before the answer"));
        if (stage.get() == Stage.ANSWERED) {
            dialog.thenAccept(answered -> Dialogs.bye(answered, headers));
        }
    }

    @Override
    public void sendDigit(char digit) {
        if (stage.get() == Stage.ANSWERED) {
            leg().sendDigit(digit);
        }
    }

    @Override
    public void refer(Refer refer, ReferListener told) {
        if (stage.get() == Stage.ANSWERED) {
            dialog.thenAccept(answered -> answered.refer(refer, told));
        } else {
            told.changed(new ReferState.Terminated("call-ended"));
        }
    }

    private void cancelled() {
        if (stage.compareAndSet(Stage.OFFERED, Stage.CANCELLED)) {
            closeLeg();
            release.run();
        }
    }

    @Override
    public synchronized CallSecurity security() {
        Optional<String> suite = leg.flatMap(AudioLeg::suite);
        return new CallSecurity(suite, suite.isPresent() && transport() != Transport.TLS);
    }

    private synchronized AudioLeg leg() {
        return leg.orElseThrow();
    }

    private synchronized void closeLeg() {
        leg.ifPresent(AudioLeg::close);
    }

    // From the dialog, on its loop

    /** Audio and recording begin with the 200 and not before it, so that a recording is as long as its call. */
    @Override
    public void answered() {
        listener.answered(this); // before the first frame, which may have something to tell
        AudioLeg current = leg();
        if (current.isAgreed()) {
            current.start(audio, recording, media);
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
            current.start(audio, recording, media);
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
        listener.referRefused(this, Dialogs.referTarget(refer));
    }

    @Override
    public void refreshed(SipResponse response) {
        leg().refreshed(response.sdp(), source());
    }

    @Override
    public void ended(DialogEnd end) {
        release.run();
        CallListener told = listener;
        leg().close().thenAccept(counted -> {
            told.counted(this, counted);
            tell(told, recording, media.end(end));
        });
    }

    private void tell(CallListener told, Optional<Recording> file, CallEnd end) {
        file.ifPresent(Recording::end);
        told.ended(this, end);
    }
}
