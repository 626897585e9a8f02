package io.voicebridge.call;

import io.voicebridge.rtp.AudioPort;
import io.voicebridge.rtp.MediaListener;
import io.voicebridge.sip.Dialog;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.DialogListener;
import io.voicebridge.sip.InviteFailure;
import io.voicebridge.sip.OutgoingInviteListener;
import io.voicebridge.sip.PlacedInvite;
import io.voicebridge.sip.Refer;
import io.voicebridge.sip.ReferListener;
import io.voicebridge.sip.ReferState;
import io.voicebridge.sip.Reoffer;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.SipRequest;
import io.voicebridge.sip.message.SipResponse;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call that we place. Any thread. */
final class OutboundCall implements Call, OutgoingInviteListener, DialogListener {

    private final String id;
    private final AudioLeg leg;
    private final AudioPort audio;
    private final CallListener listener;
    private final MediaEvents media;
    private final Runnable release;
    private final boolean signalledInClear;
    private final AtomicBoolean ended = new AtomicBoolean();

    private PlacedInvite cancel = headers -> {};
    /** With what the call was hung up before its answer. */
    private Optional<List<SipHeader>> cancelled = Optional.empty();

    private Optional<Dialog> dialog = Optional.empty();
    private volatile InetSocketAddress peer;

    // These on the loop of the INVITE
    private final EarlyAnswers early = new EarlyAnswers();
    private Dialler.Request.Early hears = Dialler.Request.Early.IGNORED;
    /** The description that audio flows by before the answer. */
    private Optional<byte[]> flowing = Optional.empty();
    /** Whether the called side has changed the session before its answer. */
    private boolean changed;

    /** @param signalledInClear true if the signalling may be read on its way */
    OutboundCall(
            String id,
            AudioLeg leg,
            AudioPort audio,
            CallListener listener,
            Runnable release,
            boolean signalledInClear) {
        this.signalledInClear = signalledInClear;
        this.id = id;
        this.leg = leg;
        this.audio = audio;
        this.listener = listener;
        this.media = new MediaEvents(this, listener);
        this.release = release;
    }

    /** Before it is placed. */
    void hears(Dialler.Request.Early wanted) {
        hears = wanted;
    }

    /** Says which address it is tried at. */
    void goesTo(InetSocketAddress address) {
        peer = address;
    }

    /** Says how to cancel, once the INVITE is on its way. */
    synchronized void invited(PlacedInvite how) {
        cancel = how;
        if (dialog.isEmpty()) {
            cancelled.ifPresent(headers -> Dialogs.cancel(how, headers));
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public synchronized String callId() {
        return dialog.map(Dialog::callId).orElse("");
    }

    @Override
    public void hangUp(List<SipHeader> headers) {
        Optional<Dialog> established;
        PlacedInvite how;
        synchronized (this) {
            cancelled = cancelled.or(() -> Optional.of(headers));
            established = dialog;
            how = cancel;
        }
        if (established.isPresent()) {
            Dialogs.bye(established.get(), headers);
        } else {
            Dialogs.cancel(how, headers);
        }
    }

    @Override
    public CallSecurity security() {
        Optional<String> suite = leg.suite();
        return new CallSecurity(suite, suite.isPresent() && signalledInClear);
    }

    @Override
    public void sendDigit(char digit) {
        leg.sendDigit(digit);
    }

    @Override
    public void refer(Refer refer, ReferListener told) {
        Optional<Dialog> established;
        synchronized (this) {
            established = dialog;
        }
        if (established.isPresent()) {
            established.get().refer(refer, told);
        } else {
            told.changed(new ReferState.Terminated("call-ended"));
        }
    }

    // From the INVITE, on its loop

    @Override
    public void progressed(SipResponse response) {
        listener.ringing(this);
        early.add(response);
        byte[] sdp = response.sdp();
        if (hears == Dialler.Request.Early.HEARD && sdp.length > 0 && flowing.isEmpty() && !isCancelled()) {
            // What cannot be understood here is met again at the answer.
            if (leg.agree(sdp, peer).isEmpty()) {
                flowing = Optional.of(sdp);
                leg.start(audio, Optional.empty(), MediaListener.NONE);
                listener.early(this);
            }
        }
    }

    @Override
    public Optional<DialogListener> progressing(Dialog dialog, SipResponse response) {
        return Optional.of(this);
    }

    private synchronized boolean isCancelled() {
        return cancelled.isPresent();
    }

    @Override
    public DialogListener answered(Dialog established, SipResponse response) {
        Optional<List<SipHeader>> tooLate;
        synchronized (this) {
            dialog = Optional.of(established);
            tooLate = cancelled;
        }
        Optional<Refusal> obstacle = agree(established.remoteTag(), response.sdp());
        if (tooLate.isPresent() || obstacle.isPresent()) {
            Dialogs.bye(
                    established,
                    obstacle.map(Refusal::responseHeaders).or(() -> tooLate).orElse(List.of()));
        } else {
            listener.answered(this);
            leg.start(audio, Optional.empty(), media);
        }
        return this;
    }

    /** A session that flows already is not begun anew (RFC 3261 section 13.2.1). */
    private Optional<Refusal> agree(String remoteTag, byte[] ofOk) {
        byte[] answer = early.answerOf(remoteTag, ofOk);
        boolean same = flowing.filter(sdp -> Arrays.equals(sdp, answer)).isPresent();
        if (same || changed && early.isReliable(remoteTag)) {
            return Optional.empty();
        }
        Optional<Refusal> obstacle = leg.agree(answer, peer);
        if (obstacle.isEmpty() && flowing.isPresent()) {
            leg.follow();
        }
        return obstacle;
    }

    @Override
    public void failed(InviteFailure failure) {
        boolean ours;
        synchronized (this) {
            ours = cancelled.isPresent();
        }
        end(new CallEnd(
                ours ? CallEnd.By.US : CallEnd.By.REFUSED,
                failure.status(),
                failure.headers(),
                "The call was answered " + failure.status() + " " + failure.phrase()));
    }

    @Override
    public void unreachable(String reason) {
        end(new CallEnd(CallEnd.By.FAULT, 503, List.of(), "The call could not be sent: " + reason));
    }

    // From the dialog, on its loop

    @Override
    public void info(SipRequest info) {
        leg.info(info);
    }

    @Override
    public void reoffered(Reoffer reoffer) {
        changed = true;
        leg.reoffered(reoffer, peer);
    }

    @Override
    public void referred(SipRequest refer) {
        listener.referRefused(this, Dialogs.referTarget(refer));
    }

    @Override
    public void refreshed(SipResponse response) {
        leg.refreshed(response.sdp(), peer);
    }

    @Override
    public void ended(DialogEnd how) {
        end(media.end(how));
    }

    void end(CallEnd end) {
        if (ended.compareAndSet(false, true)) {
            release.run();
            leg.close().thenAccept(counted -> {
                if (counted.frames() > 0) {
                    listener.counted(this, counted);
                }
                listener.ended(this, end);
            });
        }
    }
}
