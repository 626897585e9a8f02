package io.voicebridge.sip.dialog;

import io.netty.channel.EventLoop;
import io.voicebridge.sip.ListenerState;
import io.voicebridge.sip.OutgoingInvite;
import io.voicebridge.sip.OutgoingInviteListener;
import io.voicebridge.sip.PeerAnswer;
import io.voicebridge.sip.PlacedInvite;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.UserAgent;
import io.voicebridge.sip.UserAgentListener;
import io.voicebridge.sip.message.Parsed;
import io.voicebridge.sip.message.WireMessage;
import io.voicebridge.sip.transaction.TimerWheel;
import io.voicebridge.sip.transaction.TransactionContext;
import io.voicebridge.sip.transaction.Transactions;
import io.voicebridge.sip.transport.Admission;
import io.voicebridge.sip.transport.Hop;
import io.voicebridge.sip.transport.Inbound;
import io.voicebridge.sip.transport.Transports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The user agent on Netty's loops: hands each message to the loop that its Call-ID hashes to. */
public final class SipUserAgent implements UserAgent {

    private static final Logger LOG = LoggerFactory.getLogger(SipUserAgent.class);
    /** Messages that may wait for a loop; beyond it they are dropped, as a full socket would. */
    private static final int MOST_WAITING = 20_000;

    private final Intake intake;
    private final Transports transports;
    private final List<UserAgentCore> cores = new ArrayList<>();
    private final AtomicInteger handedOver = new AtomicInteger();

    private SipUserAgent(UserAgentSettings settings, UserAgentListener listener) throws IOException {
        intake = settings.intake();
        transports = new Transports(settings.transport(), new Dispatch());
        for (int i = 0; i < transports.loops(); i++) {
            cores.add(core(i, settings, listener));
        }
        transports.start();
    }

    /**
     * Binds the addresses and takes calls from then on.
     *
     * @throws IOException if an address cannot be bound
     */
    public static UserAgent start(UserAgentSettings settings, UserAgentListener listener) throws IOException {
        return new SipUserAgent(settings, listener);
    }

    private UserAgentCore core(int index, UserAgentSettings settings, UserAgentListener listener) {
        EventLoop loop = transports.loop(index);
        Ticker ticker = new Ticker(loop);
        TimerWheel timers = new TimerWheel(settings.millis(), ticker::run);
        ticker.timers = timers;
        Transactions transactions = new Transactions(
                new TransactionContext(transports.wire(index), timers, settings.timeouts()),
                settings.core().transactionLimit(),
                settings.transport().streams().datagramLimit());
        return new UserAgentCore(
                new LoopContext(
                        settings.core(),
                        transports.wire(index),
                        transactions,
                        intake,
                        task -> loop.execute(guarded(task))),
                new Entrance(settings.admissions()),
                listener);
    }

    @Override
    public List<ListenerState> listeners() {
        return transports.listeners();
    }

    @Override
    public InetSocketAddress boundAddress(Transport transport) {
        return transports.boundAddress(transport);
    }

    @Override
    public PlacedInvite invite(OutgoingInvite invite, OutgoingInviteListener listener) {
        String callId = Tokens.callId();
        OutgoingCall call = new OutgoingCall(cores.get(owner(callId)).context(), invite, callId, listener);
        call.start();
        return call;
    }

    @Override
    public CompletableFuture<PeerAnswer> options(String uri) {
        String callId = Tokens.callId();
        return new OutgoingOptions(cores.get(owner(callId)).context(), uri, callId).start();
    }

    @Override
    public void refuseNewCalls() {
        intake.drain(true);
    }

    @Override
    public void acceptNewCalls() {
        intake.drain(false);
    }

    @Override
    public int activeCalls() {
        return intake.active();
    }

    @Override
    public void close() {
        transports.close();
    }

    private int owner(String callId) {
        return Math.floorMod(callId.hashCode() * 0x9E3779B1, cores.size());
    }

    /** One message or task that fails must not harm the others of its loop. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("A SIP message or task failed", e);
            }
        };
    }

    private final class Dispatch implements Inbound {

        @Override
        public void received(Parsed message, Hop hop, int loop) {
            int owner = ownerOf(message, loop);
            Runnable task = guarded(() -> cores.get(owner).received(message, hop));
            if (owner == loop) {
                task.run();
            } else if (handedOver.incrementAndGet() > MOST_WAITING) {
                handedOver.decrementAndGet();
            } else {
                transports.loop(owner).execute(() -> {
                    handedOver.decrementAndGet();
                    task.run();
                });
            }
        }

        @Override
        public void refused(Parsed message, Hop hop, Admission.Verdict verdict, int loop) {
            guarded(() -> cores.get(loop).refused(message, hop, verdict)).run();
        }

        private int ownerOf(Parsed message, int loop) {
            WireMessage whole = null;
            if (message instanceof Parsed.Request parsed) {
                whole = parsed.request();
            } else if (message instanceof Parsed.Response parsed) {
                whole = parsed.response();
            }
            return whole == null ? loop : owner(whole.callId());
        }
    }

    /** Advances the timers of a loop each tick, as long as any is set. */
    private static final class Ticker implements Runnable {

        private final EventLoop loop;
        private TimerWheel timers;

        Ticker(EventLoop loop) {
            this.loop = loop;
        }

        @Override
        public void run() {
            loop.schedule(this::tick, TimerWheel.TICK_MILLIS, TimeUnit.MILLISECONDS);
        }

        private void tick() {
            timers.advance();
            if (timers.pending() > 0) {
                run();
            }
        }
    }
}
