package io.voicebridge.sip.dialog;

import io.voicebridge.sip.ReliableProvisionals;
import io.voicebridge.sip.SessionTimers;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.capture.CallCapture;
import io.voicebridge.sip.location.DnsSettings;
import io.voicebridge.sip.message.MessageLimits;
import io.voicebridge.sip.transaction.Timeouts;
import io.voicebridge.sip.transport.Admission;
import io.voicebridge.sip.transport.Hop;
import io.voicebridge.sip.transport.Listener;
import io.voicebridge.sip.transport.MessageRates;
import io.voicebridge.sip.transport.RateLimit;
import io.voicebridge.sip.transport.StreamLimits;
import io.voicebridge.sip.transport.TlsSettings;
import io.voicebridge.sip.transport.TransportSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** What a user agent is started with. Immutable; made by {@link #builder}. */
public final class UserAgentSettings {

    private final Builder values;

    private UserAgentSettings(Builder values) {
        this.values = values;
    }

    public static Builder builder() {
        return new Builder();
    }

    TransportSettings transport() {
        return new TransportSettings(
                values.allListeners(),
                values.loops,
                values.limits,
                values.streams,
                values.rates,
                values.tls,
                values.dns,
                values.capture);
    }

    CoreSettings core() {
        return new CoreSettings(
                values.name,
                values.maxCalls,
                values.transactionsPerLoop,
                (int) values.answerTimeout.toMillis(),
                (int) values.retryAfter.toSeconds(),
                values.legToken,
                values.timers,
                values.provisionals);
    }

    Timeouts timeouts() {
        return values.timeouts;
    }

    Intake intake() {
        return new Intake(
                values.maxCalls,
                new RateLimit(values.callsPerSecond, Math.max(1, 2 * values.callsPerSecond), System::nanoTime));
    }

    /** The admission of the listener that a message came in by. */
    Function<Hop, Admission> admissions() {
        Map<String, Admission> byListener = new HashMap<>();
        values.allListeners().forEach(listener -> byListener.putIfAbsent(listener.name(), listener.admission()));
        return hop -> byListener.getOrDefault(hop.listener(), values.admission);
    }

    LongSupplier millis() {
        return values.millis;
    }

    /** Collects settings; each has a default but the addresses. */
    public static final class Builder {

        private final Map<Transport, InetSocketAddress> listen = new EnumMap<>(Transport.class);
        private final Map<Transport, String> advertised = new EnumMap<>(Transport.class);
        private final List<Listener> listeners = new ArrayList<>();
        private final String legToken = Tokens.tag();
        private String name = "voice-bridge";
        private int loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        private MessageLimits limits = MessageLimits.STANDARD;
        private int maxCalls = 10_000;
        private int callsPerSecond;
        private int transactionsPerLoop = 200_000;
        private StreamLimits streams = StreamLimits.STANDARD;
        private MessageRates rates = new MessageRates(5000, 20, 20_000, 1000);
        private TlsSettings tls = TlsSettings.standard();
        private DnsSettings dns = DnsSettings.OF_THE_MACHINE;
        private Optional<CallCapture> capture = Optional.empty();
        private Duration answerTimeout = Duration.ofMinutes(3);
        private Duration retryAfter = Duration.ofSeconds(10);
        private Admission admission = Admission.everyone();
        private Timeouts timeouts = Timeouts.STANDARD;
        private SessionTimers timers = SessionTimers.STANDARD;
        private ReliableProvisionals provisionals = ReliableProvisionals.REQUIRED;
        private LongSupplier millis = () -> System.nanoTime() / 1_000_000;

        private Builder() {}

        /** Listens there; port 0 takes a free one. UDP and TCP that both ask for 0 get the same port. */
        public Builder listen(Transport transport, InetSocketAddress address) {
            listen.put(transport, address);
            return this;
        }

        /** Listens there too, with an admission of its own. */
        public Builder listen(Listener listener) {
            listeners.add(listener);
            return this;
        }

        /** Those given by transport alone are named {@code default} and share one admission. */
        private List<Listener> allListeners() {
            List<Listener> all = new ArrayList<>();
            listen.forEach((transport, address) -> all.add(new Listener(
                    "default", transport, address, Optional.ofNullable(advertised.get(transport)), admission)));
            all.addAll(listeners);
            return all;
        }

        /** The {@code host:port} that Via and Contact show, where it is not the bound address. */
        public Builder advertise(Transport transport, String hostPort) {
            advertised.put(transport, hostPort);
            return this;
        }

        /** For the Server and User-Agent headers. Default {@code voice-bridge}. */
        public Builder name(String value) {
            name = value;
            return this;
        }

        /** Event loops. Default: one for two cores. */
        public Builder loops(int value) {
            loops = value;
            return this;
        }

        public Builder limits(MessageLimits value) {
            limits = value;
            return this;
        }

        /** Calls at a time; one more is refused with 503. Default 10,000. */
        public Builder maxCalls(int value) {
            maxCalls = value;
            return this;
        }

        /** New calls a second in the long run, twice that at once; one more is refused with 503. Default 0, no limit. */
        public Builder callsPerSecond(int value) {
            callsPerSecond = value;
            return this;
        }

        /** Server transactions that one loop remembers, 32 s each. Default 200,000. */
        public Builder transactionsPerLoop(int value) {
            transactionsPerLoop = value;
            return this;
        }

        /** What connections over TCP and TLS may take. */
        public Builder streams(StreamLimits value) {
            streams = value;
            return this;
        }

        /** Messages a second. Default 5,000 of a known source and 20,000 of all, 20 of a stranger and 1,000 of all. */
        public Builder rates(MessageRates value) {
            rates = value;
            return this;
        }

        /** Certificates for TLS, which a listener for it needs. Default: none of our own. */
        public Builder tls(TlsSettings value) {
            tls = value;
            return this;
        }

        /** Whom to ask for the names in SIP URIs. Default: the name servers of the machine. */
        public Builder dns(DnsSettings value) {
            dns = value;
            return this;
        }

        /** Keeps the last messages of each call. Default: none are kept. */
        public Builder capture(Optional<CallCapture> value) {
            capture = value;
            return this;
        }

        /** How long an INVITE may wait for its listener before it is refused with 480. Default 3 min. */
        public Builder answerTimeout(Duration value) {
            answerTimeout = value;
            return this;
        }

        /** The Retry-After of a 503. Default 10 s. */
        public Builder retryAfter(Duration value) {
            retryAfter = value;
            return this;
        }

        public Builder admission(Admission value) {
            admission = value;
            return this;
        }

        public Builder timeouts(Timeouts value) {
            timeouts = value;
            return this;
        }

        /** How long a call may go on without a sign of its peer. Default: half an hour. */
        public Builder sessionTimers(SessionTimers value) {
            timers = value;
            return this;
        }

        /** Which calls have provisional responses that are acknowledged. Default: those whose peer requires it. */
        public Builder reliableProvisionals(ReliableProvisionals value) {
            provisionals = value;
            return this;
        }

        /** The clock of all timers, in milliseconds; it must never go back. */
        public Builder millis(LongSupplier value) {
            millis = value;
            return this;
        }

        public UserAgentSettings build() {
            return new UserAgentSettings(this);
        }
    }
}
