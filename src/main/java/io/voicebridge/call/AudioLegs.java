package io.voicebridge.call;

import io.voicebridge.rtp.RtpEngine;
import io.voicebridge.rtp.RtpSession;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.location.IpFamily;
import io.voicebridge.sip.message.SipRequest;
import io.voicebridge.sip.sdp.AudioCodec;
import io.voicebridge.sip.sdp.Encryption;
import io.voicebridge.sip.sdp.LocalMedia;
import io.voicebridge.sip.sdp.Reach;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the audio of calls: a port each, and the description that names it. Thread-safe. */
final class AudioLegs {

    private static final Logger LOG = LoggerFactory.getLogger(AudioLegs.class);
    private static final Refusal NO_PORT =
            new Refusal(503, "No port for audio is free", List.of(new SipHeader("Retry-After", "10")));

    private static final Refusal NO_TLS = new Refusal(
            488,
            "Encrypted audio is required, and its keys are taken over TLS only",
            List.of(new SipHeader("Warning", "399 voice-bridge \"SRTP keys are taken over TLS only\"")));

    private static final InetSocketAddress NOBODY_YET = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    /** A leg, or why there is none. */
    sealed interface Opened permits Ready, Refused {}

    record Ready(AudioLeg leg) implements Opened {}

    record Refused(Refusal refusal) implements Opened {}

    private final RtpEngine engine;
    private final MediaAddresses advertised;
    private final List<AudioCodec> codecs;
    private final String warningAgent;
    private final SrtpSettings srtp;

    /**
     * @param advertised what peers are told to send audio to, where it is not the address bound
     * @param codecs offered and answered, the one we like best first
     * @param warningAgent our name in Warning headers
     */
    AudioLegs(
            RtpEngine engine,
            MediaAddresses advertised,
            List<AudioCodec> codecs,
            String warningAgent,
            SrtpSettings srtp) {
        this.srtp = srtp;
        this.engine = engine;
        this.advertised = advertised;
        this.codecs = codecs;
        this.warningAgent = warningAgent;
    }

    /**
     * A leg for an INVITE: its answer is ready or, if the INVITE has no offer, an offer of ours.
     *
     * @param transport that it came over
     * @param listener that it came by
     * @param rule about encryption; empty for that of all calls
     */
    Opened answering(
            SipRequest invite,
            InetSocketAddress source,
            Transport transport,
            String listener,
            Optional<Encryption> rule) {
        Encryption encryption = rule.orElse(srtp.encryption());
        boolean keyless = srtp.keepsKeysFrom(transport);
        if (keyless && encryption == Encryption.REQUIRE) {
            return new Refused(NO_TLS);
        }
        byte[] offer = invite.sdp();
        Optional<AudioLeg> opened = open(source, listener, keyless ? Encryption.OFF : encryption);
        if (opened.isEmpty()) {
            return new Refused(NO_PORT);
        }
        AudioLeg leg = opened.get();
        if (offer.length == 0) {
            leg.offer();
            return new Ready(leg);
        }
        Optional<Refusal> obstacle = leg.answer(offer, source);
        if (obstacle.isPresent()) {
            leg.close();
            return new Refused(obstacle.get());
        }
        return new Ready(leg);
    }

    /** A leg for an INVITE of ours; empty if no port is free. @param rule as for {@link #answering} */
    Optional<AudioLeg> offering(Optional<Encryption> rule) {
        return open(NOBODY_YET, "", rule.orElse(srtp.encryption()));
    }

    /** The offer of such a leg, with the address that the peer reaches. */
    byte[] offer(AudioLeg leg, InetSocketAddress peer) {
        leg.offer(media(leg.boundAddress(), peer, ""));
        return leg.localSdp();
    }

    private Optional<AudioLeg> open(InetSocketAddress peer, String listener, Encryption rule) {
        RtpSession rtp;
        try {
            rtp = engine.open();
        } catch (IOException e) {
            LOG.warn("A call gets no audio: {}", e.getMessage());
            return Optional.empty();
        }
        LocalMedia media = media(rtp.localAddress(), peer, listener).with(srtp.session(rule));
        return Optional.of(new AudioLeg(rtp, media, Reach.PRIVATE, warningAgent));
    }

    private LocalMedia media(InetSocketAddress bound, InetSocketAddress peer, String listener) {
        Reach reach = Reach.PRIVATE.forPeer(peer.getAddress());
        return LocalMedia.of(new InetSocketAddress(address(bound, peer, listener), bound.getPort()), reach)
                .with(codecs);
    }

    private InetAddress address(InetSocketAddress bound, InetSocketAddress peer, String listener) {
        return advertised
                .advertised(listener)
                .filter(address -> !peer.getAddress().isLoopbackAddress())
                // A peer that speaks IPv6 cannot be sent to a public IPv4 address, nor the other way round.
                .filter(address -> IpFamily.of(address) == IpFamily.of(peer.getAddress()))
                .orElseGet(() -> bound.getAddress().isAnyLocalAddress() ? towards(peer) : bound.getAddress());
    }

    /** The address that the system would send from; connecting a UDP socket sends nothing. */
    private static InetAddress towards(InetSocketAddress peer) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(peer);
            return socket.getLocalAddress();
        } catch (IOException e) {
            LOG.warn("No route to {}: {}", peer, e.getMessage());
            return InetAddress.getLoopbackAddress();
        }
    }
}
