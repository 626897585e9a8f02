package io.voicebridge.calling;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.call.CallEngine;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.Refusal;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Somebody who is called, over real SIP and RTP on this machine: a human agent at a desk. */
public final class Telephone implements AutoCloseable {

    /** What the person does when it rings. */
    public interface Habit {
        void rings(IncomingCall call, Telephone telephone);
    }

    private final BlockingQueue<PhoneCall> calls = new LinkedBlockingQueue<>();
    private final BlockingQueue<IncomingCall> seen = new LinkedBlockingQueue<>();
    private final CallEngine engine;

    private Telephone(Habit habit) {
        this(CallEngineSettings.loopback(), habit);
    }

    private Telephone(CallEngineSettings settings, Habit habit) {
        try {
            engine = CallEngine.start(settings, call -> {
                seen.add(call);
                habit.rings(call, this);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Picks up at once. */
    public static Telephone thatAnswers() {
        return new Telephone((call, telephone) -> telephone.answer(call));
    }

    /** Picks up at once, and is set up like this. */
    public static Telephone thatAnswers(CallEngineSettings settings) {
        return new Telephone(settings, (call, telephone) -> telephone.answer(call));
    }

    public static Telephone thatRefuses(int status) {
        return new Telephone((call, telephone) -> call.refuse(new Refusal(status, "Not now")));
    }

    /** A trunk whose network hums before anybody answers. */
    public static Telephone thatHums(double hertz, CallEngineSettings settings) {
        return new Telephone(settings, (call, telephone) -> {
            PhoneCall network = new PhoneCall();
            network.placed(call);
            network.hums(hertz, Duration.ofSeconds(5));
            call.progress(network, network);
        });
    }

    /** A trunk that asks who calls, and then answers. */
    public static Telephone thatChallenges() {
        return new Telephone((call, telephone) -> {
            if (call.request().header("Authorization").isPresent()) {
                telephone.answer(call);
            } else {
                call.refuse(new Refusal(
                        401,
                        "Who are you",
                        List.of(new SipHeader(
                                "WWW-Authenticate",
                                "Digest realm=\"trunk\", nonce=\"n1\", algorithm=SHA-256, qop=\"auth\""))));
            }
        });
    }

    /** Nobody is there. Says 100 and no more. */
    public static Telephone thatRings() {
        return new Telephone((call, telephone) -> {});
    }

    /** Somebody comes to it after a while; 180 until then. */
    public static Telephone thatRings(Duration time) {
        return new Telephone((call, telephone) -> {
            call.ring();
            CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> telephone.answer(call));
        });
    }

    public void answer(IncomingCall call) {
        PhoneCall phone = new PhoneCall();
        phone.placed(call);
        call.answer(phone, phone, Optional.empty());
        calls.add(phone);
    }

    public InetSocketAddress address(Transport transport) {
        return engine.boundAddress(transport);
    }

    public InetSocketAddress address() {
        return engine.boundAddress(Transport.UDP);
    }

    /** Its address for a SIP URI: host and port. */
    public String hostPort() {
        return "127.0.0.1:" + address().getPort();
    }

    /** The next call that was answered here. */
    public PhoneCall answers() {
        return next(calls);
    }

    /** How many calls have come in that {@link #rings} has not told of. */
    int waiting() {
        return seen.size();
    }

    /** The next call that came in. */
    public IncomingCall rings() {
        return next(seen);
    }

    private static <T> T next(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(10, TimeUnit.SECONDS);
            assertThat(next).as("a call has come").isNotNull();
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
