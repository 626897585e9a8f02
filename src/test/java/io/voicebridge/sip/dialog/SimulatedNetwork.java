package io.voicebridge.sip.dialog;

import io.voicebridge.sip.CallTerms;
import io.voicebridge.sip.Destination;
import io.voicebridge.sip.OutgoingInvite;
import io.voicebridge.sip.OutgoingInviteListener;
import io.voicebridge.sip.ReliableProvisionals;
import io.voicebridge.sip.SessionTimers;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.UserAgentListener;
import io.voicebridge.sip.message.MessageLimits;
import io.voicebridge.sip.message.MessageParser;
import io.voicebridge.sip.message.Parsed;
import io.voicebridge.sip.message.WireMessage;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transaction.Timeouts;
import io.voicebridge.sip.transaction.TimerWheel;
import io.voicebridge.sip.transaction.TransactionContext;
import io.voicebridge.sip.transaction.Transactions;
import io.voicebridge.sip.transport.Admission;
import io.voicebridge.sip.transport.Hop;
import io.voicebridge.sip.transport.RateLimit;
import io.voicebridge.sip.transport.Wire;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * User agents on a clock that only the test moves, joined by a network that may lose, double and reorder what UDP
 * carries. What TCP carries arrives once and in order.
 */
final class SimulatedNetwork {

    /** How badly UDP behaves. */
    record Weather(double loss, double doubling, int delayMillis, int jitterMillis) {

        static final Weather FAIR = new Weather(0, 0, 10, 0);
    }

    private record Packet(
            long due, long order, InetSocketAddress from, InetSocketAddress to, Transport by, byte[] bytes) {}

    private final MessageParser parser = new MessageParser(MessageLimits.STANDARD);
    private final PriorityQueue<Packet> onTheWay =
            new PriorityQueue<>(Comparator.comparingLong(Packet::due).thenComparingLong(Packet::order));
    private final Map<InetSocketAddress, Station> stations = new HashMap<>();
    private final Random random;
    private Weather weather = Weather.FAIR;
    private Predicate<WireMessage> lost = message -> false;
    private SessionTimers sessionTimers = SessionTimers.STANDARD;
    private ReliableProvisionals provisionals = ReliableProvisionals.REQUIRED;
    private long now = 1_000_000;
    private long sent;

    SimulatedNetwork() {
        this(1);
    }

    SimulatedNetwork(long seed) {
        random = new Random(seed);
    }

    SimulatedNetwork weather(Weather next) {
        weather = next;
        return this;
    }

    /** For the user agents that are started from now on. */
    SimulatedNetwork with(SessionTimers wanted) {
        sessionTimers = wanted;
        return this;
    }

    /** For the user agents that are started from now on. */
    SimulatedNetwork with(ReliableProvisionals wanted) {
        provisionals = wanted;
        return this;
    }

    /** From now on every message that the test picks is lost. */
    void loses(Predicate<WireMessage> which) {
        lost = which;
    }

    Agent agent(int port, UserAgentListener listener) {
        return agent(port, listener, Admission.everyone());
    }

    Agent agent(int port, UserAgentListener listener, Admission admission) {
        return new Agent(address(port), listener, admission);
    }

    /** A peer that sends what the test writes and remembers what it gets. */
    Peer peer(int port) {
        return new Peer(address(port));
    }

    static InetSocketAddress address(int port) {
        return new InetSocketAddress("192.0.2." + port % 250, port);
    }

    /** Lets time pass, in steps of a timer tick. */
    void pass(Duration time) {
        long end = now + time.toMillis();
        settle();
        while (now < end) {
            now += TimerWheel.TICK_MILLIS;
            settle();
        }
    }

    private void settle() {
        stations.values().forEach(Station::tick);
        while (!onTheWay.isEmpty() && onTheWay.peek().due() <= now) {
            Packet packet = onTheWay.poll();
            Station station = stations.get(packet.to());
            if (station != null) {
                station.take(parser.parse(packet.bytes()), new Hop(packet.by(), packet.from(), Optional.empty()));
            }
            stations.values().forEach(Station::tick);
        }
    }

    private void carry(byte[] bytes, InetSocketAddress from, Hop hop) {
        Parsed parsed = parser.parse(bytes);
        WireMessage whole = parsed instanceof Parsed.Request r
                ? r.request()
                : parsed instanceof Parsed.Response r ? r.response() : null;
        if (whole != null && lost.test(whole)) {
            return;
        }
        boolean reliable = hop.transport().isReliable();
        int copies = reliable
                ? 1
                : random.nextDouble() < weather.loss() ? 0 : random.nextDouble() < weather.doubling() ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            int jitter = reliable || weather.jitterMillis() == 0 ? 0 : random.nextInt(weather.jitterMillis());
            onTheWay.add(new Packet(
                    now + weather.delayMillis() + jitter, sent++, from, hop.remote(), hop.transport(), bytes));
        }
    }

    private abstract static class Station {

        abstract void take(Parsed message, Hop source);

        void tick() {}
    }

    /** One of our user agents, on one simulated loop. */
    final class Agent extends Station {

        final InetSocketAddress address;
        final UserAgentCore core;
        final Intake intake = new Intake(100, new RateLimit(0, 1, () -> 0));
        private final TimerWheel timers = new TimerWheel(() -> now, () -> {});
        private final Queue<Runnable> tasks = new ArrayDeque<>();
        /** What every URI is found to lead to. */
        List<Hop> servers = List.of();
        /** The URIs that were looked up. */
        final List<String> lookups = new ArrayList<>();
        /** From now on look-ups wait for {@link #namesAnswer}. */
        boolean slowNames;

        private final List<Runnable> waiting = new ArrayList<>();
        /** Those that were found out of order. */
        final List<Hop> avoided = new ArrayList<>();

        Agent(InetSocketAddress address, UserAgentListener listener, Admission admission) {
            this.address = address;
            Wire wire = new Wire() {
                @Override
                public void send(byte[] message, Hop hop, Consumer<String> undelivered) {
                    carry(message, Agent.this.address, hop);
                }

                @Override
                public void locate(Destination destination, Consumer<List<Hop>> found, Consumer<String> failed) {
                    if (destination instanceof Destination.Address one) {
                        found.accept(List.of(Hop.to(one)));
                        return;
                    }
                    lookups.add(((Destination.Uri) destination).uri());
                    Runnable answer = () -> {
                        if (servers.isEmpty()) {
                            failed.accept("It leads nowhere");
                        } else {
                            found.accept(servers);
                        }
                    };
                    if (slowNames) {
                        waiting.add(answer);
                    } else {
                        answer.run();
                    }
                }

                @Override
                public void avoid(Hop hop, Duration time) {
                    avoided.add(hop);
                }

                @Override
                public String advertised(Hop hop) {
                    return Agent.this.address.getAddress().getHostAddress() + ":" + Agent.this.address.getPort();
                }
            };
            Transactions transactions =
                    new Transactions(new TransactionContext(wire, timers, Timeouts.STANDARD), 1000, 1300);
            CoreSettings settings =
                    new CoreSettings("test", 100, 1000, 180_000, 10, Tokens.tag(), sessionTimers, provisionals);
            core = new UserAgentCore(
                    new LoopContext(settings, wire, transactions, intake, tasks::add),
                    new Entrance(hop -> admission),
                    listener);
            stations.put(address, this);
        }

        Runnable calls(InetSocketAddress to, Transport transport, Duration ring, OutgoingInviteListener told) {
            return calls(to, transport, ring, CallTerms.NONE, told);
        }

        Runnable calls(
                InetSocketAddress to,
                Transport transport,
                Duration ring,
                CallTerms terms,
                OutgoingInviteListener told) {
            return calls(
                    "sip:+13453453453@" + to.getAddress().getHostAddress() + ":" + to.getPort(),
                    Destination.of(transport, to),
                    ring,
                    terms,
                    told);
        }

        /** Calls a name that leads to these servers. */
        Runnable calls(List<Hop> found, Duration ring, OutgoingInviteListener told) {
            servers = found;
            String uri = "sip:+13453453453@carrier.example";
            return calls(uri, Destination.of(uri), ring, CallTerms.NONE, told);
        }

        private Runnable calls(
                String requestUri,
                Destination destination,
                Duration ring,
                CallTerms terms,
                OutgoingInviteListener told) {
            OutgoingInvite invite = new OutgoingInvite(
                    requestUri,
                    "<sip:+13035550100@192.0.2.1>",
                    destination,
                    peer -> Callee.SDP,
                    List.of(),
                    ring,
                    terms);
            OutgoingCall call = new OutgoingCall(core.context(), invite, Tokens.callId(), told);
            call.start();
            return () -> call.cancel(List.of());
        }

        void namesAnswer() {
            List.copyOf(waiting).forEach(Runnable::run);
            waiting.clear();
        }

        /** Transactions, dialogs and timers that are left. */
        int remembered() {
            return core.transactions().size()
                    + core.context().dialogs().size()
                    + core.context().waiting().size()
                    + timers.pending();
        }

        @Override
        void take(Parsed message, Hop source) {
            core.received(message, source);
        }

        @Override
        void tick() {
            timers.advance();
            while (!tasks.isEmpty()) {
                tasks.poll().run();
            }
        }
    }

    final class Peer extends Station {

        final InetSocketAddress address;
        final List<WireResponse> responses = new ArrayList<>();
        final List<WireRequest> requests = new ArrayList<>();
        private Transport transport = Transport.UDP;

        Peer(InetSocketAddress address) {
            this.address = address;
            stations.put(address, this);
        }

        Peer over(Transport by) {
            transport = by;
            return this;
        }

        void sends(String message, InetSocketAddress to) {
            carry(message.getBytes(StandardCharsets.UTF_8), address, Hop.to(transport, to));
        }

        /** Statuses of the responses so far, in the order in which they came. */
        List<Integer> statuses() {
            return responses.stream().map(WireResponse::status).toList();
        }

        WireResponse last() {
            return responses.get(responses.size() - 1);
        }

        @Override
        void take(Parsed message, Hop source) {
            if (message instanceof Parsed.Response parsed) {
                responses.add(parsed.response());
            } else if (message instanceof Parsed.Request parsed) {
                requests.add(parsed.request());
            }
        }
    }
}
