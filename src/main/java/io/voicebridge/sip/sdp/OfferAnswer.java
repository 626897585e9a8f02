package io.voicebridge.sip.sdp;

import io.voicebridge.sip.sdp.Answer.Accepted;
import io.voicebridge.sip.sdp.Answer.Refused;
import io.voicebridge.sip.sdp.CryptoChoice.Chosen;
import io.voicebridge.sip.sdp.SdpWriter.Format;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Offer and answer (RFC 3264) for one audio stream over RTP/AVP or, with keys in the description (RFC 4568), RTP/SAVP.
 * They never throw on what a peer sent.
 */
public final class OfferAnswer {

    private static final String RTCP_MUX = "rtcp-mux";
    /** Answered where it is offered, so that the peer may pause; not offered, because whole audio is better understood. */
    private static final Format COMFORT_NOISE = new Format(AudioFormats.COMFORT_NOISE, 13);

    private static final int TELEPHONE_EVENT = 101;
    private static final int SHORTEST_PTIME = 10;
    private static final int LONGEST_PTIME = 60;

    /** Profiles with feedback (RFC 4585, 5124) are the same to us: no feedback is agreed on, so none is sent. */
    private static final Set<String> PLAIN = Set.of("RTP/AVP", "RTP/AVPF");

    private static final Set<String> SECURED = Set.of("RTP/SAVP", "RTP/SAVPF");

    private OfferAnswer() {}

    /** Answers an offer: the first audio line that fits is taken, every other line is refused with port 0. */
    public static Answer negotiate(byte[] offer, LocalMedia local) {
        SessionDescription session;
        try {
            session = SdpParser.parse(offer);
        } catch (SdpException e) {
            return Refusals.malformed(e.getMessage());
        }
        Optional<Refused> refusal = Optional.empty();
        for (MediaDescription media : session.media()) {
            if (isOffered(media)) {
                Optional<Chosen> crypto = CryptoChoice.answer(media, local.security());
                Answer answer = agree(session, media, local, local.codecs(), crypto);
                if (answer instanceof Accepted accepted) {
                    return answered(accepted, media, answer(session, media, accepted, local, crypto));
                }
                refusal = refusal.or(() -> Optional.of((Refused) answer));
            }
        }
        return refusal.orElseGet(() -> nothingOffered(session));
    }

    /** An offer of ours, for an INVITE or for the 200 to one that had none. */
    public static byte[] offer(LocalMedia local) {
        return audioOffer(new SdpWriter(local, "0 0"), local, OptionalInt.of(TELEPHONE_EVENT))
                .bytes();
    }

    /**
     * An offer inside a session that stands: all that we can do, as in a first offer, with every media line in the place
     * that it has (RFC 3264 section 8).
     *
     * @param standing our last description, which the peer has agreed to
     */
    public static byte[] offer(LocalMedia local, byte[] standing) {
        SessionDescription session;
        try {
            session = SdpParser.parse(standing);
        } catch (SdpException e) {
            return offer(local);
        }
        SdpWriter writer = new SdpWriter(local, session.timing());
        for (MediaDescription media : session.media()) {
            if (isOffered(media)) {
                audioOffer(writer, local, new AudioFormats(media).telephoneEvent());
            } else {
                writer.refused(media);
            }
        }
        return writer.bytes();
    }

    private static SdpWriter audioOffer(SdpWriter writer, LocalMedia local, OptionalInt telephoneEvent) {
        List<Format> formats = local.codecs().stream()
                .map(codec -> new Format(codec.name(), codec.payloadType()))
                .toList();
        boolean secured = offersSecured(local);
        return writer.audio(
                secured ? "RTP/SAVP" : "RTP/AVP",
                formats,
                telephoneEvent,
                local.direction(),
                secured ? CryptoChoice.offer(local.security()) : List.of());
    }

    /** Reads the answer to {@link #offer}. The codec is the first of the answer that we offered. */
    public static Answer accept(byte[] answer, LocalMedia local) {
        SessionDescription session;
        try {
            session = SdpParser.parse(answer);
        } catch (SdpException e) {
            return Refusals.malformed(e.getMessage());
        }
        for (MediaDescription media : session.media()) {
            if (isOffered(media)) {
                if (SECURED.contains(media.protocol()) != offersSecured(local)) {
                    return Refusals.otherProtocol(media.protocol());
                }
                return agree(
                        session,
                        media,
                        local,
                        inOrderOf(media, local.codecs()),
                        CryptoChoice.accept(media, local.security()));
            }
        }
        return Refusals.audioRefused();
    }

    private static boolean offersSecured(LocalMedia local) {
        return local.security().encryption() == Encryption.REQUIRE;
    }

    private static List<AudioCodec> inOrderOf(MediaDescription media, List<AudioCodec> codecs) {
        AudioFormats formats = new AudioFormats(media);
        return codecs.stream()
                .sorted(Comparator.comparingInt(
                        codec -> formats.payloadType(codec).isEmpty()
                                ? Integer.MAX_VALUE
                                : media.formats()
                                        .indexOf(String.valueOf(
                                                formats.payloadType(codec).getAsInt()))))
                .toList();
    }

    private static boolean isOffered(MediaDescription media) {
        return media.type().equals("audio") && media.port() != 0;
    }

    private static Refused nothingOffered(SessionDescription session) {
        Set<String> types = new LinkedHashSet<>();
        for (MediaDescription media : session.media()) {
            types.add(media.port() == 0 ? media.type() + " with port 0" : media.type());
        }
        return Refusals.noAudio(types);
    }

    /** What both sides can do on one line, without a body yet. */
    private static Answer agree(
            SessionDescription session,
            MediaDescription media,
            LocalMedia local,
            List<AudioCodec> preferred,
            Optional<Chosen> crypto) {
        Encryption encryption = local.security().encryption();
        boolean secured = SECURED.contains(media.protocol());
        if (encryption == (secured ? Encryption.OFF : Encryption.REQUIRE)
                || !secured && !PLAIN.contains(media.protocol())) {
            return Refusals.noProtocol(media.protocol(), encryption);
        }
        if (secured && crypto.isEmpty()) {
            return Refusals.noKey(local.security().suites());
        }
        AudioFormats formats = new AudioFormats(media);
        Optional<AudioCodec> codec = preferred.stream()
                .filter(each -> formats.payloadType(each).isPresent())
                .findFirst();
        if (codec.isEmpty()) {
            return Refusals.noCodec(formats.names(), local.codecs());
        }
        Optional<ConnectionAddress> connection = session.connection(media);
        if (connection.isEmpty()) {
            return Refusals.malformed("the audio has no c= line");
        }
        Optional<Refused> unreachable = unreachable(connection.get(), media.port(), local);
        if (unreachable.isPresent()) {
            return unreachable.get();
        }
        InetSocketAddress remote =
                new InetSocketAddress(connection.get().address().orElseThrow(), media.port());
        return new Accepted(
                new byte[0],
                remote,
                codec.get(),
                formats.payloadType(codec.get()).getAsInt(),
                formats.telephoneEvent(),
                ptime(media),
                direction(session, media, remote.getAddress(), local),
                rtcp(media, remote),
                secured ? crypto.map(Chosen::keys) : Optional.empty());
    }

    /** Why we would not send to this address, if so. */
    private static Optional<Refused> unreachable(ConnectionAddress connection, int port, LocalMedia local) {
        String host = connection.host();
        if (connection.address().isEmpty()) {
            return Optional.of(Refusals.address(host, "is not an IP address; names are not looked up"));
        }
        InetAddress address = connection.address().get();
        if (address.isAnyLocalAddress()) {
            return Optional.empty(); // hold, RFC 3264 section 8.4
        }
        if (address.isMulticastAddress()) {
            return Optional.of(Refusals.multicast(host));
        }
        if (address.getAddress().length != local.address().getAddress().getAddress().length) {
            return Optional.of(Refusals.address(host, "is of another IP version than ours"));
        }
        if (!local.reach().allows(address) || new InetSocketAddress(address, port).equals(local.address())) {
            return Optional.of(Refusals.address(host, "is not one that media is sent to"));
        }
        return Optional.empty();
    }

    private static Direction direction(
            SessionDescription session, MediaDescription media, InetAddress remote, LocalMedia local) {
        Direction theirs = session.direction(media);
        if (remote.isAnyLocalAddress()) {
            theirs = theirs.and(Direction.SENDONLY); // the old hold: they want nothing to be sent to them
        }
        return local.direction().and(theirs.reversed());
    }

    /** What the peer likes, no longer than what it can take. */
    private static int ptime(MediaDescription media) {
        int liked = media.attribute("ptime")
                .flatMap(value -> Numbers.parse(value, 1000))
                .orElse(LocalMedia.PTIME);
        int most = media.attribute("maxptime")
                .flatMap(value -> Numbers.parse(value, 1000))
                .orElse(LONGEST_PTIME);
        return Math.max(SHORTEST_PTIME, Math.min(Math.min(liked, most), LONGEST_PTIME));
    }

    /** The port of {@code a=rtcp} (RFC 3605), else the next one; on the host of the audio whatever else is asked for. */
    private static InetSocketAddress rtcp(MediaDescription media, InetSocketAddress remote) {
        String value = media.attribute("rtcp").orElse("");
        int space = value.indexOf(' ');
        int port = Numbers.parse(space < 0 ? value : value.substring(0, space), 65535)
                .filter(each -> each != 0)
                .orElse(Math.min(remote.getPort() + 1, 65535));
        return new InetSocketAddress(remote.getAddress(), port);
    }

    private static byte[] answer(
            SessionDescription session,
            MediaDescription taken,
            Accepted accepted,
            LocalMedia local,
            Optional<Chosen> crypto) {
        SdpWriter writer = new SdpWriter(local, session.timing());
        for (MediaDescription media : session.media()) {
            if (media == taken) {
                List<String> attributes = new ArrayList<>();
                if (sharesPort(media)) {
                    attributes.add(RTCP_MUX);
                }
                if (accepted.keys().isPresent()) {
                    crypto.ifPresent(chosen -> attributes.add(CryptoAttribute.NAME + ":" + chosen.attribute()));
                }
                List<Format> formats = new ArrayList<>();
                formats.add(new Format(accepted.codec().name(), accepted.payloadType()));
                if (new AudioFormats(media).hasComfortNoise()) {
                    formats.add(COMFORT_NOISE);
                }
                writer.audio(media.protocol(), formats, accepted.telephoneEvent(), accepted.direction(), attributes);
            } else {
                writer.refused(media);
            }
        }
        return writer.bytes();
    }

    /** RTP and RTCP on one port, if the peer offers it (RFC 5761 section 5.1.1). Our own offers do not ask for it. */
    private static boolean sharesPort(MediaDescription media) {
        return media.attribute(RTCP_MUX).isPresent();
    }

    private static Accepted answered(Accepted agreed, MediaDescription media, byte[] body) {
        return new Accepted(
                body,
                agreed.remote(),
                agreed.codec(),
                agreed.payloadType(),
                agreed.telephoneEvent(),
                agreed.ptime(),
                agreed.direction(),
                sharesPort(media) ? agreed.remote() : agreed.rtcp(),
                agreed.keys());
    }
}
