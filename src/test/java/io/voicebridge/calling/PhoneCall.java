package io.voicebridge.calling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.call.Call;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallEngine;
import io.voicebridge.call.CallListener;
import io.voicebridge.call.Dialler;
import io.voicebridge.rtp.AudioPort;
import io.voicebridge.rtp.RtpStatistics;
import io.voicebridge.sip.CallTerms;
import io.voicebridge.sip.Destination;
import io.voicebridge.sip.SipHeader;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A call in progress, from the caller's end. */
public final class PhoneCall implements AudioPort, CallListener {

    /** RMS above which a frame is a voice and not the noise of a codec. */
    private static final double VOICE = 200;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SILENCE = 4_000;
    private static final int LONGEST = 8_000 * 120;

    private final Queue<short[]> toSay = new ConcurrentLinkedQueue<>();
    private final AtomicInteger voiceFrames = new AtomicInteger();
    private int noticed;
    private volatile int lastVoice;
    private final StringBuffer pressed = new StringBuffer();
    private final short[] heard = new short[LONGEST];
    private volatile int heardSamples;
    private volatile Call call;
    private volatile boolean answered;
    private volatile Optional<CallEnd> end = Optional.empty();
    private volatile Optional<RtpStatistics> counted = Optional.empty();

    PhoneCall() {}

    /** Calls this URI and waits until it is answered. */
    public static PhoneCall to(CallEngine engine, String uri) {
        PhoneCall call = new PhoneCall();
        call.placed(engine.dial(
                new Dialler.Request(
                        uri,
                        "<sip:+13035550100@127.0.0.1>",
                        Destination.of(uri),
                        List.of(),
                        Duration.ofSeconds(20),
                        CallTerms.NONE,
                        Optional.empty()),
                call,
                call));
        call.awaitAnswer();
        return call;
    }

    void placed(Call placed) {
        call = placed;
    }

    public boolean isAnswered() {
        return answered;
    }

    /** Waits until it is answered. */
    public PhoneCall connects() {
        awaitAnswer();
        return this;
    }

    void awaitAnswer() {
        await().atMost(PATIENCE).until(() -> answered || end.isPresent());
        assertThat(answered).as("the call is answered, not ended by " + end).isTrue();
    }

    /** Waits for 200 ms of voice, since the answer or since the last time. */
    public PhoneCall hearsVoice() {
        int wanted = noticed + 10;
        await().atMost(PATIENCE).until(() -> voiceFrames.get() >= wanted);
        noticed = voiceFrames.get();
        return this;
    }

    /** Waits until there has been no voice for half a second. */
    public PhoneCall hearsNothing() {
        await().atMost(PATIENCE).until(() -> heardSamples - lastVoice >= SILENCE);
        noticed = voiceFrames.get();
        return this;
    }

    /** Speaks; returns at once. */
    public PhoneCall says(short[] pcm) {
        for (int at = 0; at < pcm.length; at += FRAME) {
            toSay.add(Arrays.copyOfRange(pcm, at, at + FRAME));
        }
        return this;
    }

    /** A tone in place of words. */
    public PhoneCall hums(double hertz, Duration length) {
        return says(Tones.sine(hertz, length));
    }

    public PhoneCall presses(char digit) {
        call.sendDigit(digit);
        return this;
    }

    /** Waits until the other side has pressed these keys, and no others, since the answer. */
    public PhoneCall hearsKeys(String digits) {
        await().atMost(PATIENCE).until(() -> pressed.length() >= digits.length());
        assertThat(pressed).hasToString(digits);
        return this;
    }

    public PhoneCall stays(Duration time) {
        int wanted = heardSamples + (int) time.toMillis() * 8;
        await().atMost(time.plus(PATIENCE)).pollInterval(Duration.ofMillis(5)).until(() -> heardSamples >= wanted);
        return this;
    }

    /** Hangs up and waits until that is done. */
    public CallEnd hangsUp() {
        return hangsUp(List.of());
    }

    /** @param headers of the BYE */
    public CallEnd hangsUp(List<SipHeader> headers) {
        call.hangUp(headers);
        return isOver();
    }

    /** Waits until the call is over, whoever ends it. */
    public CallEnd isOver() {
        await().atMost(Duration.ofSeconds(40)).until(() -> end.isPresent());
        return end.orElseThrow();
    }

    /** What the RTP session had counted when the call was over. */
    public RtpStatistics statistics() {
        return counted.orElseThrow();
    }

    public boolean hasEnded() {
        return end.isPresent();
    }

    /** What was heard since the answer, 8 kHz. */
    public short[] heard() {
        return Arrays.copyOf(heard, heardSamples);
    }

    /** What was heard without the frames of silence. */
    public short[] voice() {
        short[] all = heard();
        short[] voice = new short[all.length];
        int length = 0;
        for (int at = 0; at < all.length; at += FRAME) {
            if (Tones.rms(all, at, at + FRAME) > VOICE) {
                System.arraycopy(all, at, voice, length, FRAME);
                length += FRAME;
            }
        }
        return Arrays.copyOf(voice, length);
    }

    /** The value of a header of the BYE that ended the call. */
    public static Optional<String> header(CallEnd end, String name) {
        return end.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(SipHeader::value)
                .findFirst();
    }

    @Override
    public void received(short[] frame, long sequence) {
        if (heardSamples + FRAME <= LONGEST) {
            System.arraycopy(frame, 0, heard, heardSamples, FRAME);
            heardSamples += FRAME;
        }
        if (Tones.rms(frame, 0, FRAME) > VOICE) {
            voiceFrames.incrementAndGet();
            lastVoice = heardSamples;
        }
    }

    @Override
    public boolean next(short[] frame, long sequence) {
        short[] said = toSay.poll();
        if (said == null) {
            return false;
        }
        System.arraycopy(said, 0, frame, 0, FRAME);
        return true;
    }

    @Override
    public void digit(char digit) {
        pressed.append(digit);
    }

    @Override
    public void answered(Call told) {
        answered = true;
    }

    @Override
    public void counted(Call told, RtpStatistics statistics) {
        counted = Optional.of(statistics);
    }

    @Override
    public void ended(Call told, CallEnd how) {
        end = Optional.of(how);
    }
}
