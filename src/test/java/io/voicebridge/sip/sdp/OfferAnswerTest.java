package io.voicebridge.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.sdp.Answer.Accepted;
import io.voicebridge.sip.sdp.Answer.Refused;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OfferAnswerTest {

    private static final LocalMedia LOCAL = LocalMedia.of(new InetSocketAddress("192.0.2.10", 20000), Reach.PRIVATE);

    @Test
    void answersWithPcmuAndTheOfferersTelephoneEvent() {
        Accepted accepted = accepted(audio("RTP/AVP 8 0 96", "rtpmap:96 telephone-event/8000", "fmtp:96 0-16"));

        assertThat(accepted.codec()).isEqualTo(AudioCodec.PCMU);
        assertThat(accepted.telephoneEvent()).isEqualTo(OptionalInt.of(96));
        assertThat(accepted.remote()).isEqualTo(new InetSocketAddress("198.51.100.7", 4000));
        assertThat(body(accepted))
                .contains("m=audio 20000 RTP/AVP 0 96\r\n")
                .contains("a=rtpmap:0 PCMU/8000\r\n")
                .contains("a=rtpmap:96 telephone-event/8000\r\na=fmtp:96 0-15\r\n")
                .contains("a=ptime:20\r\na=sendrecv\r\n")
                .startsWith("v=0\r\no=- " + LOCAL.sessionId() + " 1 IN IP4 192.0.2.10\r\n");
    }

    @Test
    void takesPcmaWithoutDigitsWhenThatIsAllThereIs() {
        Accepted accepted = accepted(audio("RTP/AVP 18 8"));

        assertThat(accepted.codec()).isEqualTo(AudioCodec.PCMA);
        assertThat(accepted.payloadType()).isEqualTo(8);
        assertThat(accepted.telephoneEvent()).isEmpty();
    }

    @Test
    void obeysARtpmapThatGivesACodecAnotherNumber() {
        Accepted accepted = accepted(audio("RTP/AVP 0 97", "rtpmap:0 iLBC/8000", "rtpmap:97 pcmu/8000/1"));

        assertThat(accepted.payloadType()).isEqualTo(97);
        assertThat(body(accepted)).contains("m=audio 20000 RTP/AVP 97\r\na=rtpmap:97 PCMU/8000\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "sendrecv, SENDRECV",
        "sendonly, RECVONLY",
        "recvonly, SENDONLY",
        "inactive, INACTIVE",
    })
    void answersHoldWithTheOtherDirection(String offered, Direction answered) {
        Accepted accepted = accepted(audio("RTP/AVP 0", offered));

        assertThat(accepted.direction()).isEqualTo(answered);
        assertThat(body(accepted)).contains("a=" + answered.attribute() + "\r\n");
    }

    @Test
    void answersTheOldHoldOfZeroAddressWithRecvonly() {
        Accepted accepted = accepted(audio("RTP/AVP 0").replace("198.51.100.7", "0.0.0.0"));

        assertThat(accepted.direction()).isEqualTo(Direction.RECVONLY);
        assertThat(accepted.remote().getAddress().isAnyLocalAddress()).isTrue();
    }

    @Test
    void directionOfTheMediaOutranksThatOfTheSession() {
        Accepted accepted = accepted(audio("RTP/AVP 0", "sendrecv").replace("t=0 0\r\n", "t=0 0\r\na=inactive\r\n"));

        assertThat(accepted.direction()).isEqualTo(Direction.SENDRECV);
    }

    @Test
    void refusesVideoWithPortZeroInItsPlace() {
        Accepted accepted = accepted(audio("RTP/AVP 0")
                .replace("m=audio", "m=video 5000 RTP/AVP 96 97\r\na=rtpmap:96 VP8/90000\r\nm=audio"));

        assertThat(body(accepted)).contains("m=video 0 RTP/AVP 96 97\r\nm=audio 20000 RTP/AVP 0\r\n");
    }

    @Test
    void takesTheSecondAudioLineWhenTheFirstIsSecured() {
        Accepted accepted =
                accepted(audio("RTP/AVP 0").replace("m=audio", "m=audio 5000 RTP/SAVP 0\r\na=crypto:1 x y\r\nm=audio"));

        assertThat(accepted.remote().getPort()).isEqualTo(4000);
        assertThat(body(accepted)).contains("m=audio 0 RTP/SAVP 0\r\nm=audio 20000 RTP/AVP 0\r\n");
    }

    @ParameterizedTest
    @CsvSource({"20,, 20", "30,, 30", "10,, 10", "5,, 10", "120,, 60", ",, 20", "60, 40, 40", "x,, 20"})
    void sendsPacketsAsLongAsThePeerLikes(String ptime, String maxptime, int expected) {
        String offer = audio("RTP/AVP 0")
                + (ptime == null ? "" : "a=ptime:" + ptime + "\r\n")
                + (maxptime == null ? "" : "a=maxptime:" + maxptime + "\r\n");

        assertThat(accepted(offer).ptime()).isEqualTo(expected);
    }

    @Rfc(
            value = "3605, 2.1",
            says = "a=rtcp names the port of RTCP; its host is that of the audio whatever else it says")
    @ParameterizedTest
    @CsvSource({
        ", 4001",
        "a=rtcp:53020, 53020",
        "a=rtcp:53020 IN IP4 203.0.113.5, 53020",
        "a=rtcp:0, 4001",
        "a=rtcp:x, 4001"
    })
    void findsThePortOfRtcp(String attribute, int port) {
        String offer = audio("RTP/AVP 0") + (attribute == null ? "" : attribute + "\r\n");

        assertThat(accepted(offer).rtcp()).isEqualTo(new InetSocketAddress("198.51.100.7", port));
    }

    @Rfc(value = "5761, 5.1.1", says = "RTP and RTCP share a port where the peer offers it, and only there")
    @Test
    void sharesAPortWhereThePeerOffersIt() {
        Accepted shared = accepted(audio("RTP/AVP 0", "rtcp:4001", "rtcp-mux"));
        Accepted apart = accepted(audio("RTP/AVP 0", "rtcp:4001"));

        assertThat(body(shared)).contains("a=rtcp-mux\r\n");
        assertThat(shared.rtcp()).isEqualTo(shared.remote());
        assertThat(body(apart)).doesNotContain("rtcp-mux");
        assertThat(apart.rtcp()).isEqualTo(new InetSocketAddress("198.51.100.7", 4001));
    }

    @Rfc("5761, 5.1.1")
    @Test
    void doesNotShareAPortThatItDidNotOfferToShare() {
        Answer answer = OfferAnswer.accept(audio("RTP/AVP 0", "rtcp-mux").getBytes(StandardCharsets.UTF_8), LOCAL);

        assertThat(new String(OfferAnswer.offer(LOCAL), StandardCharsets.UTF_8)).doesNotContain("rtcp-mux");
        assertThat(((Accepted) answer).rtcp()).isEqualTo(new InetSocketAddress("198.51.100.7", 4001));
    }

    @Test
    void repeatsTheTimingOfTheOffer() {
        Accepted accepted = accepted(audio("RTP/AVP 0").replace("t=0 0", "t=2873397496 2873404696"));

        assertThat(body(accepted)).contains("t=2873397496 2873404696\r\n");
    }

    @Test
    void doesNotAnswerWhatItDoesNotSpeak() {
        Accepted accepted =
                accepted(audio("RTP/AVP 0", "rtcp-rsize", "ice-ufrag:x", "candidate:1 1 UDP 1 192.0.2.1 1 typ host"));

        assertThat(body(accepted)).doesNotContain("rtcp").doesNotContain("ice").doesNotContain("candidate");
    }

    @Rfc("3551, 4.5.2")
    @Test
    void takesCodecsInTheOrderThatIsSet() {
        LocalMedia wide = LOCAL.with(List.of(AudioCodec.G722, AudioCodec.PCMA));
        byte[] offer = audio("RTP/AVP 8 0 97", "rtpmap:97 G722/8000").getBytes(StandardCharsets.UTF_8);

        Accepted accepted = (Accepted) OfferAnswer.negotiate(offer, wide);

        assertThat(accepted.codec()).isEqualTo(AudioCodec.G722);
        assertThat(body(accepted)).contains("m=audio 20000 RTP/AVP 97\r\na=rtpmap:97 G722/8000\r\n");
        assertThat(new String(OfferAnswer.offer(wide), StandardCharsets.UTF_8))
                .contains("m=audio 20000 RTP/AVP 9 8 101\r\na=rtpmap:9 G722/8000\r\na=rtpmap:8 PCMA/8000\r\n");
        assertThat(((Refused) OfferAnswer.negotiate(audio("RTP/AVP 0").getBytes(StandardCharsets.UTF_8), wide)).text())
                .isEqualTo("Offered PCMU/8000; supported G722/8000, PCMA/8000");
    }

    @Rfc(value = "3389, 5", says = "comfort noise is answered where it is offered, and not offered")
    @Test
    void answersComfortNoiseWhereItIsOffered() {
        assertThat(body(accepted(audio("RTP/AVP 0 13 101", "rtpmap:101 telephone-event/8000"))))
                .contains("m=audio 20000 RTP/AVP 0 13 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:13 CN/8000\r\n");
        assertThat(body(accepted(audio("RTP/AVP 0 101", "rtpmap:101 telephone-event/8000"))))
                .doesNotContain("CN");
        assertThat(new String(OfferAnswer.offer(LOCAL), StandardCharsets.UTF_8)).doesNotContain("CN");
    }

    @Test
    void namesWhatWasOfferedAndWhatIsSupported() {
        Refused refused = refused(audio("RTP/AVP 18 9 101", "rtpmap:101 telephone-event/8000"));

        assertThat(refused)
                .isEqualTo(new Refused(488, 305, "Offered G729/8000, G722/8000; supported PCMU/8000, PCMA/8000"));
        assertThat(refused.warningHeader("192.0.2.10"))
                .isEqualTo("305 192.0.2.10 \"Offered G729/8000, G722/8000; supported PCMU/8000, PCMA/8000\"");
    }

    @Test
    void refusesTelephoneEventsAlone() {
        assertThat(refused(audio("RTP/AVP 101", "rtpmap:101 telephone-event/8000"))
                        .text())
                .isEqualTo("Offered nothing; supported PCMU/8000, PCMA/8000");
    }

    @Test
    void refusesSecuredAudioOnly() {
        assertThat(refused(audio("RTP/SAVP 0")))
                .isEqualTo(new Refused(488, 302, "Audio offered on RTP/SAVP; RTP/AVP is supported"));
    }

    @Test
    void refusesASessionWithoutAudio() {
        String offer = audio("RTP/AVP 0").replace("m=audio 4000", "m=audio 0") + "m=video 5000 RTP/AVP 96\r\n";

        assertThat(refused(offer))
                .isEqualTo(new Refused(
                        488, 304, "No audio offered but audio with port 0, video; audio on RTP/AVP is supported"));
    }

    @Test
    @Duty(
            value = "SDP bombs",
            says = "multicast, link-local, our own addresses and, but for peers on this machine, loopback are refused")
    void refusesMulticast() {
        Refused refused = refused(audio("RTP/AVP 0").replace("198.51.100.7", "233.252.0.1/127"));

        assertThat(refused.warning()).isEqualTo(330);
        assertThat(refused.text()).contains("233.252.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "127.0.0.1",
                "255.255.255.255",
                "0.1.2.3",
                "media.example.com",
                "1.2.3",
                "1.2.3.256"
            })
    @Duty("SDP bombs")
    void refusesAddressesThatMediaIsNotSentTo(String host) {
        Refused refused = refused(audio("RTP/AVP 0").replace("198.51.100.7", host));

        assertThat(refused.status()).isEqualTo(488);
        assertThat(refused.warning()).isEqualTo(301);
        assertThat(refused.text()).contains(host);
    }

    @Test
    void refusesAnIpv6AddressWhereOursIsIpv4() {
        assertThat(refused(audio("RTP/AVP 0").replace("IP4 198.51.100.7", "IP6 2001:db8::7"))
                        .text())
                .isEqualTo("Media address 2001:db8::7 is of another IP version than ours");
    }

    @Test
    void speaksIpv6WithIpv6() {
        LocalMedia local = LocalMedia.of(new InetSocketAddress("2001:db8::1", 20000), Reach.PUBLIC);
        Answer answer =
                OfferAnswer.negotiate(bytes(audio("RTP/AVP 0").replace("IP4 198.51.100.7", "IP6 2001:db8::7")), local);

        assertThat(answer).isInstanceOf(Accepted.class);
        assertThat(body((Accepted) answer)).contains("c=IN IP6 2001:db8::1\r\n");
    }

    @Test
    @Duty("SDP bombs")
    void refusesToSendToItself() {
        String own = audio("RTP/AVP 0").replace("198.51.100.7", "192.0.2.10").replace("4000", "20000");

        assertThat(refused(own).warning()).isEqualTo(301);
    }

    @Test
    void privateAddressesAreForPrivateReachOnly() {
        byte[] offer = bytes(audio("RTP/AVP 0").replace("198.51.100.7", "10.1.2.3"));
        LocalMedia strict = LocalMedia.of(LOCAL.address(), Reach.PUBLIC);

        assertThat(OfferAnswer.negotiate(offer, LOCAL)).isInstanceOf(Accepted.class);
        assertThat(OfferAnswer.negotiate(offer, strict)).isInstanceOf(Refused.class);
    }

    @Test
    @Duty("SDP bombs")
    void loopbackIsForPeersOnThisMachine() throws Exception {
        Reach reach = Reach.PUBLIC.forPeer(java.net.InetAddress.getLoopbackAddress());
        LocalMedia local = LocalMedia.of(new InetSocketAddress("127.0.0.1", 20000), reach);

        assertThat(OfferAnswer.negotiate(bytes(audio("RTP/AVP 0").replace("198.51.100.7", "127.0.0.1")), local))
                .isInstanceOf(Accepted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "v=1\r\n",
                "v=0\r\ns=-\r\n",
                "v=0\r\no=- 1 1 IN IP4\r\n",
                "v=0\r\no=- 1 1 IN IP4 h\r\nm=audio 70000 RTP/AVP 0\r\n",
                "v=0\r\no=- 1 1 IN IP4 h\r\nm=audio -1 RTP/AVP 0\r\n",
                "v=0\r\no=- 1 1 IN IP4 h\r\nm=audio 4000 RTP/AVP\r\n",
                "v=0\r\no=- 1 1 IN IP4 h\r\nm=audio 4000 RTP/AVP 0\r\n",
                "v=0\r\no=- 1 1 IN IP4 h\r\nc=IN IP5 x\r\n",
                "v=0\r\no=- 1 1 IN IP4 h\r\nt=now then\r\n",
                "{\"sdp\": true}",
            })
    void refusesWhatIsNoSessionDescription(String body) {
        Refused refused = refused(body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).startsWith("Not a session description: ");
    }

    @Test
    void keepsTheWarningInsideItsQuotes() {
        Refused refused = refused(audio("RTP/AVP 96", "rtpmap:96 x\"\\\u0007y/8000"));

        assertThat(refused.text()).isEqualTo("Offered x???y/8000; supported PCMU/8000, PCMA/8000");
    }

    @Test
    void readsTheAnswerToItsOwnOffer() {
        byte[] offer = OfferAnswer.offer(LOCAL);
        LocalMedia peer = LocalMedia.of(new InetSocketAddress("198.51.100.7", 4000), Reach.PRIVATE);
        Accepted answered = (Accepted) OfferAnswer.negotiate(offer, peer);

        Answer read = OfferAnswer.accept(answered.sdp(), LOCAL);

        assertThat(read).isInstanceOfSatisfying(Accepted.class, accepted -> {
            assertThat(accepted.remote()).isEqualTo(peer.address());
            assertThat(accepted.codec()).isEqualTo(AudioCodec.PCMU);
            assertThat(accepted.telephoneEvent()).isEqualTo(OptionalInt.of(101));
            assertThat(accepted.direction()).isEqualTo(Direction.SENDRECV);
        });
    }

    @Test
    void followsTheOrderOfAnAnswer() {
        Answer read = OfferAnswer.accept(bytes(audio("RTP/AVP 8 0")), LOCAL);

        assertThat(((Accepted) read).codec()).isEqualTo(AudioCodec.PCMA);
    }

    @Test
    void tellsWhenAnAnswerRefusesTheAudio() {
        Answer read = OfferAnswer.accept(bytes(audio("RTP/AVP 0").replace("m=audio 4000", "m=audio 0")), LOCAL);

        assertThat(read).isEqualTo(new Refused(488, 304, "The answer refuses our audio"));
    }

    /** RFC 3264 section 8: no media line leaves its place; section 8.3.2: the digits keep their payload type. */
    @Test
    void offersAgainWithEveryMediaLineInItsPlace() {
        String before = body(accepted("v=0\r\no=caller 1 1 IN IP4 198.51.100.7\r\ns=call\r\n"
                + "c=IN IP4 198.51.100.7\r\nt=0 0\r\nm=video 5000 RTP/AVP 97\r\nm=audio 4000 RTP/AVP 8 96\r\n"
                + "a=rtpmap:96 telephone-event/8000\r\n"));
        String again = new String(OfferAnswer.offer(LOCAL.next(), bytes(before)), StandardCharsets.US_ASCII);
        assertThat(again)
                .containsSubsequence("m=video 0 RTP/AVP 97\r\n", "m=audio ", " RTP/AVP 0 8 96\r\n", "a=sendrecv\r\n");
    }

    @Test
    void countsTheVersionUp() {
        assertThat(new String(OfferAnswer.offer(LOCAL.next()), StandardCharsets.US_ASCII))
                .contains("o=- " + LOCAL.sessionId() + " 2 IN IP4 ");
    }

    private static String audio(String formats, String... attributes) {
        StringBuilder sdp = new StringBuilder("v=0\r\no=caller 1 1 IN IP4 198.51.100.7\r\ns=call\r\n"
                + "c=IN IP4 198.51.100.7\r\nt=0 0\r\nm=audio 4000 " + formats + "\r\n");
        for (String attribute : attributes) {
            sdp.append("a=").append(attribute).append("\r\n");
        }
        return sdp.toString();
    }

    private static byte[] bytes(String sdp) {
        return sdp.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Accepted accepted(String offer) {
        Answer answer = OfferAnswer.negotiate(bytes(offer), LOCAL);
        assertThat(answer).isInstanceOf(Accepted.class);
        return (Accepted) answer;
    }

    private static Refused refused(String offer) {
        Answer answer = OfferAnswer.negotiate(bytes(offer), LOCAL);
        assertThat(answer).isInstanceOf(Refused.class);
        return (Refused) answer;
    }

    private static String body(Accepted accepted) {
        return new String(accepted.sdp(), StandardCharsets.US_ASCII);
    }
}
