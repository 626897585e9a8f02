package io.voicebridge.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.conformance.Duty;
import io.voicebridge.sip.sdp.Answer.Accepted;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SdpParserTest {

    private static final String HEAD =
            "v=0\r\no=- 1 1 IN IP4 198.51.100.7\r\ns=-\r\nc=IN IP4 198.51.100.7\r\nt=0 0\r\n";
    private static final String AUDIO = "m=audio 4000 RTP/AVP 0\r\n";
    private static final LocalMedia LOCAL = LocalMedia.of(new InetSocketAddress("192.0.2.10", 20000), Reach.PUBLIC);

    /** RFC 4566 section 5: the example of the specification. */
    @Test
    void readsTheExampleOfTheSpecification() throws SdpException {
        SessionDescription session = parse("""
                v=0
                o=jdoe 2890844526 2890842807 IN IP4 10.47.16.5
                s=SDP Seminar
                i=A Seminar on the session description protocol
                u=http://www.example.com/seminars/sdp.pdf
                e=j.doe@example.com (Jane Doe)
                c=IN IP4 224.2.17.12/127
                t=2873397496 2873404696
                a=recvonly
                m=audio 49170 RTP/AVP 0
                m=video 51372 RTP/AVP 99
                a=rtpmap:99 h263-1998/90000
                """);

        assertThat(session.timing()).isEqualTo("2873397496 2873404696");
        assertThat(session.connection().orElseThrow().host()).isEqualTo("224.2.17.12");
        assertThat(session.media()).hasSize(2);
        assertThat(session.media().get(0).formats()).containsExactly("0");
        assertThat(session.media().get(1).attributes())
                .containsExactly(new SdpAttribute("rtpmap", "99 h263-1998/90000"));
        assertThat(session.direction(session.media().get(0))).isEqualTo(Direction.RECVONLY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\n", "\r"})
    void takesEveryKindOfLineEnd(String end) throws SdpException {
        assertThat(parse((HEAD + AUDIO).replace("\r\n", end)).media()).hasSize(1);
    }

    @Test
    void numberOfPortsIsReadOver() throws SdpException {
        assertThat(parse(HEAD + "m=audio 4000/2 RTP/AVP 0\r\n").media().get(0).port())
                .isEqualTo(4000);
    }

    @Test
    void connectionOfTheMediaOutranksThatOfTheSession() throws SdpException {
        SessionDescription session = parse(HEAD + AUDIO + "c=IN IP4 203.0.113.9\r\n");

        assertThat(session.connection(session.media().get(0)).orElseThrow().host())
                .isEqualTo("203.0.113.9");
    }

    @Duty(value = "SDP bombs", says = "size, media lines, attributes and formats are bounded; no name is looked up")
    @Test
    void refusesMoreThanEightMediaLines() {
        parse(9, AUDIO, "m= line more than 8");
    }

    @Duty("SDP bombs")
    @Test
    void refusesMoreThanSixtyFourAttributesOfAMedia() {
        assertThatThrownBy(() -> parse(HEAD + AUDIO + "a=x\r\n".repeat(65)))
                .isInstanceOf(SdpException.class)
                .hasMessageContaining("attribute more than 64");
    }

    @Duty("SDP bombs")
    @Test
    void refusesMoreThanThirtyTwoFormats() {
        assertThatThrownBy(() -> parse(HEAD + "m=audio 4000 RTP/AVP" + " 0".repeat(33) + "\r\n"))
                .isInstanceOf(SdpException.class)
                .hasMessageContaining("more than 32 formats");
    }

    @Duty("SDP bombs")
    @Test
    void refusesABodyBeyondSixteenKilobytes() {
        assertThatThrownBy(() -> parse(HEAD + AUDIO + "a=" + "x".repeat(17_000)))
                .isInstanceOf(SdpException.class)
                .hasMessageContaining("more than 16384");
    }

    @Test
    void saysWhichLineIsWrong() {
        assertThatThrownBy(() -> parse(HEAD + "m=audio 99999 RTP/AVP 0\r\n"))
                .isInstanceOf(SdpException.class)
                .hasMessage("line 6 has no port in 0-65535");
    }

    @Duty("SDP bombs")
    @Test
    void looksNoNameUp() throws SdpException {
        SessionDescription session = parse(HEAD.replace("c=IN IP4 198.51.100.7", "c=IN IP4 localhost") + AUDIO);

        assertThat(session.connection().orElseThrow().address()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fe80::1%eth0", "::ffff:1.2.3.4.5", "1::2::3", ":::", "2001:db8::12345", "12:34"})
    void takesNoMalformedIpv6Address(String host) throws SdpException {
        SessionDescription session = parse(HEAD.replace("c=IN IP4 198.51.100.7", "c=IN IP6 " + host) + AUDIO);

        assertThat(session.connection().orElseThrow().address()).isEmpty();
    }

    @Property
    void anyBytesAreReadOrRefused(@ForAll byte[] body) {
        assertThat(OfferAnswer.negotiate(body, LOCAL)).isNotInstanceOf(Accepted.class);
    }

    @Property(tries = 5000)
    void anyLinesAreReadOrRefused(@ForAll @Size(max = 12) List<@From("lines") String> lines) {
        byte[] body =
                ("v=0\r\no=- 1 1 IN IP4 h\r\n" + String.join("\r\n", lines)).getBytes(StandardCharsets.ISO_8859_1);

        Answer negotiated = OfferAnswer.negotiate(body, LOCAL);
        Answer accepted = OfferAnswer.accept(body, LOCAL);

        assertThat(negotiated).isNotNull();
        assertThat(accepted).isNotNull();
        if (negotiated instanceof Accepted answer) {
            assertThatCode(() -> SdpParser.parse(answer.sdp()))
                    .as("our own answer is well formed")
                    .doesNotThrowAnyException();
        }
    }

    @Provide
    Arbitrary<String> lines() {
        Arbitrary<String> pieces = Arbitraries.of(
                "m=audio ",
                "4000 ",
                "0 ",
                "RTP/AVP ",
                "RTP/SAVP ",
                "8 ",
                "101 ",
                "a=rtpmap:",
                "101 telephone-event/8000",
                "0 PCMU/8000",
                "/",
                ":",
                " ",
                "c=IN IP4 ",
                "c=IN IP6 ",
                "198.51.100.7",
                "::1",
                "0.0.0.0",
                "t=0 0",
                "a=sendonly",
                "a=ptime:",
                "20",
                "99999999999",
                "-1",
                "\u0000",
                "é",
                "m=",
                "a=",
                "a=:",
                "v=0",
                "\t");
        return pieces.list().ofMaxSize(6).map(list -> String.join("", list));
    }

    private static void parse(int times, String line, String message) {
        assertThatThrownBy(() -> parse(HEAD + line.repeat(times)))
                .isInstanceOf(SdpException.class)
                .hasMessageContaining(message);
    }

    private static SessionDescription parse(String text) throws SdpException {
        return SdpParser.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
