package io.voicebridge.call;

import io.voicebridge.rtp.AudioPort;
import io.voicebridge.rtp.PortRange;
import io.voicebridge.rtp.RtpEngine;
import io.voicebridge.rtp.RtpSettings;
import io.voicebridge.rtp.srtp.Srtp;
import io.voicebridge.sip.Destination;
import io.voicebridge.sip.IncomingInvite;
import io.voicebridge.sip.ListenerState;
import io.voicebridge.sip.OutgoingInvite;
import io.voicebridge.sip.PeerAnswer;
import io.voicebridge.sip.RefusedInvite;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.UserAgent;
import io.voicebridge.sip.UserAgentListener;
import io.voicebridge.sip.sdp.Encryption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Calls with audio, in and out: one SIP user agent and one RTP engine. Thread-safe; nothing here blocks. */
public final class CallEngine implements Dialler, AutoCloseable {

    private static final Refusal FULL =
            new Refusal(503, "Too many calls are in progress", List.of(new SipHeader("Retry-After", "10")));

    private static final Refusal SHORT_OF_MEMORY =
            new Refusal(503, "There is no memory for one more call", List.of(new SipHeader("Retry-After", "10")));

    private final RtpEngine rtp;
    private final MediaAddresses mediaAddresses;
    private final Set<Transport> served;
    private final AudioLegs legs;
    private final SrtpSettings srtp;
    private final CallSlots slots;
    private final Headroom memory;
    private final Consumer<IncomingCall> receiver;
    private final Consumer<RefusedCall> refusals;
    private final AtomicLong counter = new AtomicLong();
    private final String prefix = Long.toString(System.nanoTime() & 0xff_ffff_ffffL, 36);
    private final UserAgent agent;

    private CallEngine(
            CallEngineSettings settings,
            Consumer<IncomingCall> receiver,
            Consumer<RefusedCall> refusals,
            Headroom memory)
            throws IOException {
        this.memory = memory;
        this.receiver = receiver;
        this.refusals = refusals;
        this.slots = new CallSlots(settings.maxCalls());
        MediaSettings media = settings.media();
        this.mediaAddresses = new MediaAddresses(settings);
        this.served =
                settings.listeners().stream().map(ListenerSettings::transport).collect(Collectors.toSet());
        this.rtp = new RtpEngine(RtpSettings.of(InetAddress.getByName(media.host()), PortRange.parse(media.ports()))
                .withLostAfter(media.timeout()));
        this.srtp = media.srtp();
        this.legs = new AudioLegs(rtp, mediaAddresses, media.codecs(), warningAgent(settings), srtp);
        if (srtp.encryption() != Encryption.OFF) {
            Thread loader =
                    new Thread(Srtp::load, "srtp-load"); // a second of work that the first call shall not wait for
            loader.setDaemon(true);
            loader.start();
        }
        try {
            this.agent = SipListener.start(settings, new Front());
        } catch (IOException | RuntimeException e) {
            rtp.close();
            throw e;
        }
    }

    /**
     * Binds SIP and starts the media threads.
     *
     * @param receiver takes each new call, on a SIP loop: must not block, and owes the call an answer
     * @throws IOException if an address cannot be bound
     */
    public static CallEngine start(CallEngineSettings settings, Consumer<IncomingCall> receiver) throws IOException {
        return start(settings, receiver, refused -> {});
    }

    /**
     * The same.
     *
     * @param refusals told of each call that was refused before the receiver saw it, on a SIP loop: must not block
     */
    public static CallEngine start(
            CallEngineSettings settings, Consumer<IncomingCall> receiver, Consumer<RefusedCall> refusals)
            throws IOException {
        return start(settings, receiver, refusals, Headroom.here());
    }

    static CallEngine start(
            CallEngineSettings settings,
            Consumer<IncomingCall> receiver,
            Consumer<RefusedCall> refusals,
            Headroom memory)
            throws IOException {
        return new CallEngine(settings, receiver, refusals, memory);
    }

    private void invited(IncomingInvite invite) {
        boolean roomy = memory.isThere();
        boolean free = roomy && slots.take();
        Runnable release = free ? slots.release() : () -> {};
        InboundCall call = new InboundCall(nextId(), invite, legs, release);
        if (free) {
            receiver.accept(call);
        } else if (roomy) {
            call.refuse(FULL);
            refusals.accept(RefusedCall.of(call, FULL, "too-many-calls"));
        } else {
            call.refuse(SHORT_OF_MEMORY);
            refusals.accept(RefusedCall.of(call, SHORT_OF_MEMORY, "short-of-memory"));
        }
    }

    @Override
    public Call dial(Request request, AudioPort audio, CallListener listener) {
        boolean inClear = !isTls(request.destination());
        if (inClear && srtp.overTlsOnly() && request.encryption().orElse(srtp.encryption()) == Encryption.REQUIRE) {
            return neverPlaced(
                    listener,
                    400,
                    "No call can be placed there: its audio must be encrypted, and keys go over TLS only.");
        }
        boolean free = slots.take();
        Optional<AudioLeg> leg = free ? legs.offering(request.encryption()) : Optional.empty();
        if (leg.isEmpty()) {
            if (free) {
                slots.release().run();
            }
            return neverPlaced(listener, 503, "No call can be placed: too many are in progress.");
        }
        AudioLeg audioLeg = leg.get();
        OutboundCall call = new OutboundCall(nextId(), audioLeg, audio, listener, slots.release(), inClear);
        call.hears(request.early());
        OutgoingInvite invite = new OutgoingInvite(
                request.requestUri(),
                request.from(),
                request.destination(),
                peer -> {
                    call.goesTo(peer);
                    return legs.offer(audioLeg, peer);
                },
                request.headers(),
                request.ringTimeout(),
                request.terms());
        try {
            call.invited(agent.invite(invite, call));
        } catch (IllegalArgumentException e) {
            call.end(new CallEnd(CallEnd.By.FAULT, 400, List.of(), "The call cannot be placed: " + e.getMessage()));
        }
        return call;
    }

    private Call neverPlaced(CallListener listener, int status, String detail) {
        NeverPlaced call = new NeverPlaced(nextId());
        listener.ended(call, new CallEnd(CallEnd.By.FAULT, status, List.of(), detail));
        return call;
    }

    /** True if nobody but the next hop can read the signalling. */
    private static boolean isTls(Destination destination) {
        if (destination instanceof Destination.Address address) {
            return address.transport() == Transport.TLS;
        }
        String uri = ((Destination.Uri) destination).uri().toLowerCase(Locale.ROOT);
        return uri.startsWith("sips:") || uri.contains(";transport=tls");
    }

    private static String warningAgent(CallEngineSettings settings) {
        return settings.listeners().stream()
                .flatMap(listener -> listener.advertisedHost().stream())
                .findFirst()
                .orElse("voice-bridge");
    }

    /** Asks a peer with OPTIONS whether it is there, see {@link UserAgent#options}. */
    public CompletableFuture<PeerAnswer> options(String uri) {
        return agent.options(uri);
    }

    /**
     * The address that was bound for a transport.
     *
     * @throws IllegalArgumentException if it is not served
     */
    public InetSocketAddress boundAddress(Transport transport) {
        return agent.boundAddress(transport);
    }

    /** The same, and empty for a transport that is not served. */
    public Optional<InetSocketAddress> findBoundAddress(Transport transport) {
        return served.contains(transport) ? Optional.of(boundAddress(transport)) : Optional.empty();
    }

    /** Where calls can come in, in the order of the settings. */
    public List<ListenerState> listeners() {
        return agent.listeners();
    }

    /** Looks the names up again under which audio is advertised; blocks. */
    public void refreshAddresses() {
        mediaAddresses.refresh();
    }

    /** Calls that are set up or in progress, both ways together. */
    public int activeCalls() {
        return slots.taken();
    }

    /** From now on each new call is answered 503. */
    public void refuseNewCalls() {
        agent.refuseNewCalls();
    }

    public void acceptNewCalls() {
        agent.acceptNewCalls();
    }

    /** Closes listeners and media; calls that are left are cut. */
    @Override
    public void close() {
        agent.close();
        rtp.close();
    }

    private String nextId() {
        return "call-" + prefix + "-" + counter.incrementAndGet();
    }

    private final class Front implements UserAgentListener {

        @Override
        public void invited(IncomingInvite invite) {
            CallEngine.this.invited(invite);
        }

        @Override
        public void refused(RefusedInvite invite) {
            refusals.accept(RefusedCall.of(invite));
        }
    }

    /** A call that failed before it was placed. */
    private record NeverPlaced(String id) implements Call {
        @Override
        public String callId() {
            return "";
        }

        @Override
        public void hangUp(List<SipHeader> headers) {
            // There is nothing to end.
        }

        @Override
        public void sendDigit(char digit) {
            // Nobody listens.
        }
    }
}
