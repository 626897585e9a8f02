package io.voicebridge.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.conformance.TortureMessages;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the parser reads out of the torture messages that are well formed; their names are those of RFC 4475. */
class TortureReadingTest {

    private static WireRequest request(String name) {
        Parsed parsed = Messages.parse(TortureMessages.named(name));
        assertThat(parsed).isInstanceOf(Parsed.Request.class);
        return ((Parsed.Request) parsed).request();
    }

    private static WireResponse response(String name) {
        Parsed parsed = Messages.parse(TortureMessages.named(name));
        assertThat(parsed).isInstanceOf(Parsed.Response.class);
        return ((Parsed.Response) parsed).response();
    }

    private static Fault fault(String name) {
        Parsed parsed = Messages.parse(TortureMessages.named(name));
        return parsed instanceof Parsed.Faulty faulty ? faulty.fault() : ((Parsed.Unreadable) parsed).fault();
    }

    @Rfc("3261, 7.3.1")
    @Test
    void wsinv() {
        WireRequest invite = request("wsinv");
        assertThat(invite.to().tag()).isEqualTo("1918181833n");
        assertThat(invite.from().displayName()).isEqualTo("J Rosenberg \\\"");
        assertThat(invite.from().tag()).isEqualTo("98asjd8");
        assertThat(invite.cseq()).isEqualTo(new CSeq(9, "INVITE"));
        assertThat(invite.via().branch()).isEqualTo("390skdjuw");
        assertThat(invite.values("Via")).hasSize(3);
        assertThat(invite.header("NewFangledHeader")).contains("newfangled value continued newfangled value");
        assertThat(invite.header("UnknownHeaderWithUnusualValue")).contains(";;,,;;,;");
        assertThat(invite.header("Subject")).contains("");
        assertThat(invite.body()).hasSize(150);
    }

    @Rfc("3261, 7.3.1, 25")
    @Test
    void intmeth() {
        WireRequest request = request("intmeth");
        assertThat(request.method()).isEqualTo("!interesting-Method0123456789_*+`.%indeed'~");
        assertThat(request.from().tag()).isEqualTo("_token~1'+`*%!-.");
        assertThat(request.to().displayName()).isEqualTo("BEL:\u0007 NUL:\u0000 DEL:\u007f");
        assertThat(request.header("extensionHeader-!.%*+_`'~")).get().asString().endsWith("\u5927\u505c\u96fb");
        SipUri uri = SipUri.parse(request.requestUri()).orElseThrow();
        assertThat(uri.user()).startsWith("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
        assertThat(uri.host()).isEqualTo("example.com");
    }

    /** The escaped form of a header in a URI is not decoded. */
    @Test
    void esc01() {
        assertThat(SipUri.parse(request("esc01").requestUri()).orElseThrow().user())
                .isEqualTo("sips%3Auser%40example.com");
    }

    /** Escaped nulls are characters of a name like others. */
    @Test
    void escnull() {
        WireRequest register = request("escnull");
        assertThat(register.from().uri()).isEqualTo("sip:null-%00-null@example.com");
        assertThat(register.values("Contact"))
                .containsExactly("<sip:%00@host5.example.com>", "<sip:%00%00@host5.example.com>");
    }

    @Test
    void esc02() {
        WireRequest request = request("esc02");
        assertThat(request.method()).isEqualTo("RE%47IST%45R");
        assertThat(request.from().displayName()).isEqualTo("%Z%45");
        assertThat(request.values("Contact")).hasSize(2);
    }

    @Test
    void lwsdisp() {
        assertThat(request("lwsdisp").from().displayName()).isEqualTo("caller");
    }

    @Test
    void longreq() {
        WireRequest invite = request("longreq");
        assertThat(invite.values("Via")).hasSize(34);
        assertThat(invite.from().tag()).isEqualTo("12" + "982".repeat(50) + "424");
        assertThat(invite.header("Unknown-" + "Long".repeat(20) + "-Name")).isPresent();
    }

    /** What follows the body in a datagram is dropped. */
    @Test
    void dblreq() {
        assertThat(request("dblreq").hasBody()).isFalse();
    }

    @Test
    void semiuri() {
        assertThat(SipUri.parse(request("semiuri").requestUri()).orElseThrow().user())
                .isEqualTo("user;par=u%40example.net");
    }

    @Test
    void transports() {
        assertThat(request("transports").values("Via")).hasSize(5);
    }

    /** A body that is not text stays as it is. */
    @Test
    void mpart01() {
        byte[] body = request("mpart01").body();
        assertThat(body).hasSize(553);
        assertThat(new String(body, StandardCharsets.ISO_8859_1))
                .contains("0\u0082\u0001R\u0006")
                .contains("\u0000");
    }

    @Test
    void unreasonAndNoreason() {
        assertThat(response("unreason").reasonPhrase()).startsWith("= 2**3 * 5**2 \u043d\u043e \u0441\u0442\u043e");
        assertThat(response("noreason").reasonPhrase()).isEmpty();
    }

    @Test
    void namesTheFaultOfThoseThatAreNotWellFormed() {
        assertThat(fault("badinv01")).isEqualTo(Fault.VIA);
        assertThat(fault("clerr")).isEqualTo(Fault.BODY_SHORT);
        assertThat(fault("ncl")).isEqualTo(Fault.CONTENT_LENGTH);
        assertThat(fault("scalar02")).isEqualTo(Fault.CSEQ);
        assertThat(fault("scalarlg")).isEqualTo(Fault.CSEQ);
        assertThat(fault("quotbal")).isEqualTo(Fault.TO);
        assertThat(fault("ltgtruri")).isEqualTo(Fault.REQUEST_URI);
        assertThat(fault("lwsruri")).isEqualTo(Fault.START_LINE);
        assertThat(fault("lwsstart")).isEqualTo(Fault.START_LINE);
        assertThat(fault("trws")).isEqualTo(Fault.START_LINE);
        assertThat(fault("badvers")).isEqualTo(Fault.VERSION);
        assertThat(fault("mismatch01")).isEqualTo(Fault.CSEQ_METHOD);
        assertThat(fault("mismatch02")).isEqualTo(Fault.CSEQ_METHOD);
        assertThat(fault("bigcode")).isEqualTo(Fault.START_LINE);
        assertThat(fault("mcl01")).isEqualTo(Fault.CONTENT_LENGTH);
        assertThat(fault("ipv6-bad")).isEqualTo(Fault.REQUEST_URI);
    }

    @Rfc("3261, 8.1.1")
    @Test
    void insuf() {
        assertThat(fault("insuf")).isEqualTo(Fault.CALL_ID);
    }

    @Rfc("3261, 8.1.1")
    @Test
    void multi01() {
        assertThat(fault("multi01")).isEqualTo(Fault.CALL_ID);
        String invite = "INVITE sip:user@example.com SIP/2.0\nTo: sip:j.user@example.com\n"
                + "From: sip:caller@example.net;tag=1\nMax-Forwards: 7\nCall-ID: one\nCSeq: 8 INVITE\n"
                + "Via: SIP/2.0/UDP 192.0.2.15;branch=z9hG4bKkdjuw\nContact: <sip:caller@host5.example.net>\n";
        assertThat(Messages.fault(invite + "CSeq: 59 INVITE\n\n")).isEqualTo(Fault.CSEQ);
        assertThat(Messages.fault(invite + "f: sip:other@example.net;tag=2\n\n"))
                .isEqualTo(Fault.FROM);
        assertThat(Messages.fault(invite + "Max-Forwards: 8\n\n")).isEqualTo(Fault.MAX_FORWARDS);
        assertThat(Messages.fault(invite.replace("Max-Forwards: 7", "Max-Forwards: 300") + "\n"))
                .isEqualTo(Fault.MAX_FORWARDS);
        assertThat(Messages.fault(
                        invite.replace("From: sip:caller@example.net", "From: A, \"B <sip:a@b.example>") + "\n"))
                .isEqualTo(Fault.FROM);
    }

    @Test
    void inv2543() {
        WireRequest invite = request("inv2543");
        assertThat(invite.via().branch()).isEmpty();
        assertThat(invite.from().tag()).isEmpty();
        assertThat(new String(invite.body(), StandardCharsets.US_ASCII)).startsWith("v=0\r\n");
    }

    @Test
    void keepsEveryByteOfABody() {
        byte[] head = Messages.bytes("INVITE sip:user@example.com SIP/2.0\nTo: sip:j.user@example.com\n"
                + "From: sip:caller@example.net;tag=1\nCall-ID: one\nCSeq: 8 INVITE\n"
                + "Via: SIP/2.0/UDP 192.0.2.15;branch=z9hG4bKkdjuw\nContent-Length: 256\n\n");
        byte[] all = Arrays.copyOf(head, head.length + 256);
        for (int i = 0; i < 256; i++) {
            all[head.length + i] = (byte) i;
        }
        Parsed parsed = Messages.parse(all);
        assertThat(((Parsed.Request) parsed).request().body())
                .hasSize(256)
                .startsWith(0, 1, 2)
                .endsWith(254, 255);
    }
}
