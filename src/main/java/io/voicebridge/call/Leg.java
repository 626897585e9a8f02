package io.voicebridge.call;

import io.voicebridge.rtp.AudioPort;
import io.voicebridge.sip.SipHeader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A call and what it is plugged into, which may change while it goes on: an agent, an announcement, another call. When
 * what was plugged in for a while is taken out again, the leg goes back to its resting port.
 *
 * <p>Given to {@link IncomingCall#answer} or {@link Dialler#dial} both as port and as listener. Thread-safe; nothing
 * blocks.
 */
public final class Leg implements CallListener {

    private final AudioSwitch audio;
    private final CompletableFuture<Call> placed = new CompletableFuture<>();
    private final CompletableFuture<Call> ringing = new CompletableFuture<>();
    private final CompletableFuture<Call> answered = new CompletableFuture<>();
    private final CompletableFuture<CallEnd> ended = new CompletableFuture<>();
    private volatile AudioPort resting;

    /**
     * @param resting plugged in from the answer on
     * @param keys told every digit that this side presses, on the media thread
     */
    public Leg(AudioPort resting, Keys keys) {
        this.resting = resting;
        this.audio = new AudioSwitch(resting, keys);
    }

    /** The port to answer or dial with. */
    public AudioPort audio() {
        return audio;
    }

    /** From the next frame on this side hears, and is heard by, this port. Without effect once the call has ended. */
    public void plug(AudioPort port) {
        audio.plug(port);
        if (ended.isDone()) {
            audio.plug(SilentPort.INSTANCE);
        }
    }

    /** Goes back to the resting port if this one is plugged in. */
    public void unplug(AudioPort port) {
        audio.plug(port, resting);
    }

    /** Goes back to the resting port, whatever is plugged in. */
    public void rest() {
        plug(resting);
    }

    /** Makes this the resting port, and plugs it in if the one before is plugged in. */
    public void restAt(AudioPort port) {
        AudioPort before = resting;
        resting = port;
        audio.plug(before, port);
    }

    /** Says which call this is, before its answer. */
    public void placed(Call call) {
        placed.complete(call);
    }

    /** Ends the call, as soon as it is known which one it is. */
    public void hangUp(List<SipHeader> headers) {
        placed.thenAccept(call -> call.hangUp(headers));
    }

    /** Sends a digit. Without effect before the answer. */
    public void sendDigit(char digit) {
        Call call = answered.getNow(null);
        if (call != null) {
            call.sendDigit(digit);
        }
    }

    /** Done at the answer; never, if there is none. */
    public CompletionStage<Call> answered() {
        return answered.minimalCompletionStage();
    }

    /** Done when the other side is being called: 180 or 183. Never, if it is not told. */
    public CompletionStage<Call> ringing() {
        return ringing.minimalCompletionStage();
    }

    /** Done when the call is over, answered or not. */
    public CompletionStage<CallEnd> ended() {
        return ended.minimalCompletionStage();
    }

    public boolean isUp() {
        return answered.isDone() && !ended.isDone();
    }

    @Override
    public void ringing(Call call) {
        ringing.complete(call);
    }

    @Override
    public void answered(Call call) {
        placed.complete(call);
        answered.complete(call);
    }

    @Override
    public void ended(Call call, CallEnd how) {
        ended.complete(how);
        audio.plug(SilentPort.INSTANCE);
    }
}
