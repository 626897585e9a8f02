package io.voicebridge.rehearsal;

import io.voicebridge.call.Call;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallListener;
import io.voicebridge.call.Dialler;
import io.voicebridge.rtp.AudioPort;
import io.voicebridge.sip.SipHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Answers calls as a bridge would, in virtual time: an agent who speaks in tones, waits for the customer, and hangs up
 * in the end. The whole call happens inside {@link #dial}.
 */
final class FakeBridge implements Dialler {

    private static final Duration WALL_CLOCK_LIMIT = Duration.ofSeconds(20);

    /** What the agent does in a call, step by step. */
    interface Act {
        void play(Line line);
    }

    final List<Request> requests = new CopyOnWriteArrayList<>();
    final List<Character> digits = new CopyOnWriteArrayList<>();
    private final List<Act> acts = new ArrayList<>();
    private boolean answers = true;
    private boolean ends = true;
    private double energy;
    private long samples;
    private CallEnd refusal;
    private CallEnd end = new CallEnd(CallEnd.By.PEER, 200, List.of(), "the peer hung up");

    FakeBridge asks(Duration length) {
        acts.add(line -> {
            line.speak(length);
            line.listen(Duration.ofSeconds(1));
        });
        return this;
    }

    /** Listens until the customer has said something and is quiet again. */
    FakeBridge waitsForAnAnswer() {
        acts.add(Line::waitForAnAnswer);
        return this;
    }

    FakeBridge speaks(Duration length) {
        acts.add(line -> line.speak(length));
        return this;
    }

    FakeBridge listens(Duration length) {
        acts.add(line -> line.listen(length));
        return this;
    }

    FakeBridge hangsUpWith(SipHeader... headers) {
        end = new CallEnd(CallEnd.By.PEER, 200, List.of(headers), "the peer hung up");
        return this;
    }

    /** Neither answers nor refuses. */
    FakeBridge rings() {
        answers = false;
        ends = false;
        return this;
    }

    /** Does not hang up. */
    FakeBridge staysUp() {
        ends = false;
        return this;
    }

    FakeBridge refusesWith(int status, String detail) {
        refusal = new CallEnd(CallEnd.By.REFUSED, status, List.of(), detail);
        return this;
    }

    /** Root of the mean square of all that the customer sent. */
    double loudness() {
        return Math.sqrt(energy / samples);
    }

    @Override
    public Call dial(Request request, AudioPort audio, CallListener listener) {
        requests.add(request);
        AtomicReference<CallEnd> hungUp = new AtomicReference<>();
        Call call = new FakeCall(hungUp, listener);
        if (refusal != null) {
            listener.ended(call, refusal);
            return call;
        }
        if (!answers) {
            return call;
        }
        listener.answered(call);
        Line line = new Line(audio, hungUp);
        acts.forEach(act -> act.play(line));
        CallEnd ours = hungUp.get();
        if (ends || ours != null) {
            listener.ended(call, ours == null ? end : ours);
        }
        return call;
    }

    private final class FakeCall implements Call {

        private final AtomicReference<CallEnd> hungUp;
        private final CallListener listener;

        FakeCall(AtomicReference<CallEnd> hungUp, CallListener listener) {
            this.hungUp = hungUp;
            this.listener = listener;
        }

        @Override
        public String id() {
            return "call-1";
        }

        @Override
        public String callId() {
            return "call-1@fake";
        }

        @Override
        public void hangUp(List<SipHeader> headers) {
            CallEnd ours = new CallEnd(CallEnd.By.US, 200, List.of(), "we hung up");
            if (hungUp.compareAndSet(null, ours) && !ends) {
                listener.ended(this, ours);
            }
        }

        @Override
        public void sendDigit(char digit) {
            digits.add(digit);
        }
    }

    /** The audio of one call, frame by frame. */
    final class Line {

        private final AudioPort audio;
        private final AtomicReference<CallEnd> hungUp;
        private final short[] out = new short[AudioPort.FRAME];
        private final short[] in = new short[AudioPort.FRAME];
        private long sequence;

        Line(AudioPort audio, AtomicReference<CallEnd> hungUp) {
            this.audio = audio;
            this.hungUp = hungUp;
        }

        void speak(Duration length) {
            for (long frame = 0; frame < length.toMillis() / 20 && hungUp.get() == null; frame++) {
                exchange(8000);
            }
        }

        void listen(Duration length) {
            for (long frame = 0; frame < length.toMillis() / 20 && hungUp.get() == null; frame++) {
                exchange(0);
            }
        }

        void waitForAnAnswer() {
            long giveUp = System.nanoTime() + WALL_CLOCK_LIMIT.toNanos();
            boolean spoke = false;
            for (int quiet = 0; quiet < 50 && hungUp.get() == null; ) {
                boolean speaks = exchange(0);
                spoke |= speaks;
                quiet = spoke && !speaks ? quiet + 1 : 0;
                if (System.nanoTime() > giveUp) {
                    throw new AssertionError("the customer said nothing");
                }
                if (!spoke) {
                    java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(50));
                }
            }
        }

        private boolean exchange(int amplitude) {
            for (int i = 0; i < in.length; i++) {
                in[i] = (short) (i / 10 % 2 == 0 ? amplitude : -amplitude);
            }
            audio.received(in, sequence);
            boolean speaks = audio.next(out, sequence++);
            for (short sample : out) {
                energy += speaks ? (double) sample * sample : 0;
            }
            samples += out.length;
            return speaks;
        }
    }
}
