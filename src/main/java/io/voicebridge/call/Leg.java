package io.voicebridge.call;

import io.voicebridge.rtp.AudioPort;
import io.voicebridge.rtp.RtpStatistics;
import io.voicebridge.sip.Refer;
import io.voicebridge.sip.ReferListener;
import io.voicebridge.sip.SipHeader;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A call and what it is plugged into, which may change while it goes on: an agent, an announcement, another call. When
 * what was plugged in for a while is taken out again, the leg goes back to its resting port.
 *
 * <p>Given to {@link IncomingCall#answer} or {@link Dialler#dial} both as port and as listener. Thread-safe; nothing
 * blocks. Who asks to be told is told in the order of asking, on a SIP loop, and must not block.
 */
public final class Leg implements CallListener {

    private final AudioSwitch audio;
    private final Once<Call> placed = new Once<>();
    private final Once<Call> ringing = new Once<>();
    private final Once<Call> early = new Once<>();
    private final Once<Call> answered = new Once<>();
    private final Once<CallEnd> ended = new Once<>();
    private volatile AudioPort resting;
    private volatile Optional<RtpStatistics> statistics = Optional.empty();
    private volatile Consumer<MediaNotice> notices = notice -> {};
    private volatile Consumer<String> referRefused = target -> {};
    private volatile boolean bridged;
    private volatile boolean over;

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
        if (over) {
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
        placed.happen(call);
    }

    /** Ends the call, as soon as it is known which one it is. */
    public void hangUp(List<SipHeader> headers) {
        placed.then(call -> call.hangUp(headers));
    }

    /** Sends a digit. Without effect before the answer. */
    public void sendDigit(char digit) {
        answered.value().ifPresent(call -> call.sendDigit(digit));
    }

    /** Asks the peer to call somebody else. @throws IllegalStateException before the answer */
    public void refer(Refer refer, ReferListener told) {
        answered.value()
                .orElseThrow(() -> new IllegalStateException("The call was not answered"))
                .refer(refer, told);
    }

    /** Told when the called side rings: 180 or 183 came. Never, if they did not. */
    public void onRinging(Consumer<? super Call> told) {
        ringing.then(told);
    }

    /** Told when audio flows before the answer; never, if it does not. */
    public void onEarly(Consumer<? super Call> told) {
        early.then(told);
    }

    /** Told at the answer; never, if there is none. */
    public void onAnswered(Consumer<? super Call> told) {
        answered.then(told);
    }

    /** Told when the call is over, answered or not. */
    public void onEnded(Consumer<? super CallEnd> told) {
        ended.then(told);
    }

    /** Told when something is not as it should be with the audio, on a thread of the media. One listener. */
    public void onNotice(Consumer<MediaNotice> told) {
        notices = told;
    }

    /** Told the target of each REFER of the peer, all of which are refused. One listener. */
    public void onReferRefused(Consumer<String> told) {
        referRefused = told;
    }

    /** What the RTP session has counted, once the call is over. */
    public Optional<RtpStatistics> statistics() {
        return statistics;
    }

    /** How the audio is protected now. */
    public CallSecurity security() {
        return answered.value().map(Call::security).orElse(CallSecurity.NONE);
    }

    /** Answered and not ended. */
    public boolean isUp() {
        return answered.hasHappened() && !over;
    }

    /** Audio flows: it is up, or it has early media. */
    public boolean isAudible() {
        return isUp() || early.hasHappened() && !over;
    }

    /** True once it was joined with another call, also when that is over. */
    public boolean isBridged() {
        return bridged;
    }

    void bridge(AudioPort side) {
        bridged = true;
        plug(side);
    }

    @Override
    public void ringing(Call call) {
        ringing.happen(call);
    }

    @Override
    public void early(Call call) {
        placed.happen(call);
        early.happen(call);
    }

    @Override
    public void answered(Call call) {
        placed.happen(call);
        answered.happen(call);
    }

    @Override
    public void noticed(Call call, MediaNotice notice) {
        notices.accept(notice);
    }

    @Override
    public void referRefused(Call call, String target) {
        referRefused.accept(target);
    }

    @Override
    public void counted(Call call, RtpStatistics counted) {
        statistics = Optional.of(counted);
    }

    @Override
    public void ended(Call call, CallEnd how) {
        over = true;
        audio.plug(SilentPort.INSTANCE);
        ended.happen(how);
    }
}
