package io.voicebridge.sip.message;

import static io.voicebridge.sip.message.Messages.fault;
import static io.voicebridge.sip.message.Messages.request;
import static io.voicebridge.sip.message.Messages.response;
import static io.voicebridge.sip.message.Messages.unreadable;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Messages of RFC 4475, each under the number of its section, cut down where the rest does not bear on the point. */
@Rfc(value = "4475", says = "torture messages; those that bear on a user agent without registration and authentication")
class TortureTest {

    private static final String COMMON = """
            To: sip:j.user@example.com
            From: sip:caller@example.net;tag=134161461246
            Max-Forwards: 7
            Call-ID: torture.0ha0isndaksdjasdf3234nas
            CSeq: 8 INVITE
            Via: SIP/2.0/UDP 192.0.2.15;branch=z9hG4bKkdjuw
            Contact: <sip:caller@host5.example.net>
            """;

    private static String invite(String more) {
        return "INVITE sip:user@example.com SIP/2.0\n" + COMMON + more;
    }

    /** 3.1.1.1: a short tortuous INVITE. */
    @Rfc("3261, 7.3.1")
    @Test
    void wsinv() {
        WireRequest invite = request("""
                INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0
                TO :
                 sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n
                from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>
                  ;
                  tag = 98asjd8
                MaX-fOrWaRdS: 0068
                Call-ID: wsinv.ndaksdj@192.0.2.1
                Content-Length   : 150
                cseq: 0009
                  INVITE
                Via  : SIP  /   2.0
                 /UDP
                    192.0.2.2;branch=390skdjuw
                s :
                NewFangledHeader:   newfangled value
                 continued newfangled value
                UnknownHeaderWithUnusualValue: ;;,,;;,;
                Content-Type: application/sdp
                Route:
                 <sip:services.example.com;lr;unknownwith=value;unknown-no-value>
                v:  SIP  / 2.0  / TCP     spindle.example.com   ;
                  branch  =   z9hG4bK9ikj8  ,
                 SIP  /    2.0   / UDP  192.168.255.111   ; branch=
                 z9hG4bK30239
                m:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =
                      newvalue ;
                  secondparam ; q = 0.33

                v=0
                o=mhandley 29739 7272939 IN IP4 192.0.2.3
                s=-
                c=IN IP4 192.0.2.4
                t=0 0
                m=audio 49217 RTP/AVP 0 12
                m=video 3227 RTP/AVP 31
                a=rtpmap:31 LPC
                """);
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

    /** 3.1.1.2: every character that the grammar allows, escaped controls among them. */
    @Rfc("3261, 7.3.1, 25")
    @Test
    void intmeth() {
        String method = "!interesting-Method0123456789_*+`.%indeed'~";
        WireRequest request = request(method
                + " sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)"
                + "@example.com SIP/2.0\n"
                + "Via: SIP/2.0/UDP host1.example.com;branch=z9hG4bK-.!%66*_+`'~\n"
                + "To: \"BEL:\\\u0007 NUL:\\\u0000 DEL:\\\u007f\" <sip:1_unusual.URI~(to-be!sure)@example.com>\n"
                + "From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%="
                + "\"\u0440\u0430\u0431\u043e\u0442\u0430\u044e\u0449\u0438\u0439\";tag=_token~1'+`*%!-.\n"
                + "Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{\n"
                + "CSeq: 139122385 " + method + "\n"
                + "Max-Forwards: 255\n"
                + "extensionHeader-!.%*+_`'~: \ufeff\u5927\u505c\u96fb\n"
                + "Content-Length: 0\n\n");
        assertThat(request.method()).isEqualTo(method);
        assertThat(request.from().tag()).isEqualTo("_token~1'+`*%!-.");
        assertThat(request.to().displayName()).isEqualTo("BEL:\u0007 NUL:\u0000 DEL:\u007f");
        assertThat(request.header("extensionHeader-!.%*+_`'~")).get().asString().endsWith("\u5927\u505c\u96fb");
    }

    /** 3.1.1.3: the escaped form of a header in a URI is not decoded. */
    @Test
    void esc01() {
        WireRequest invite = request(invite("Content-Length: 0\n\n")
                .replace("sip:user@example.com", "sip:sips%3Auser%40example.com@example.net"));
        assertThat(SipUri.parse(invite.requestUri()).orElseThrow().user()).isEqualTo("sips%3Auser%40example.com");
    }

    /** 3.1.1.4: escaped nulls are characters of a name like others. */
    @Test
    void escnull() {
        WireRequest register = request(
                invite("Content-Length: 0\n\n").replace("sip:caller@example.net", "<sip:null-%00-null@example.com>"));
        assertThat(register.from().uri()).isEqualTo("sip:null-%00-null@example.com");
    }

    /** 3.1.1.6: a long message of long values. */
    @Test
    void longreq() {
        String vias = "Via: SIP/2.0/TCP sip33.example.com\nv: SIP/2.0/TCP sip32.example.com\n".repeat(16);
        WireRequest invite = request(invite(vias + "Unknown-" + "Long".repeat(20) + "-Name: unknown-"
                + "long".repeat(200) + "-value\nContent-Length: 0\n\n"));
        assertThat(invite.values("Via")).hasSize(33);
    }

    /** 3.1.1.7: what follows the body in a datagram is dropped. */
    @Test
    void dblreq() {
        WireRequest register = request(invite("Content-Length: 0\n\nINVITE sip:joe@example.com SIP/2.0\nTo: x\n\n"));
        assertThat(register.hasBody()).isFalse();
    }

    /** 3.1.1.8: a semicolon in the user part. */
    @Test
    void semiuri() {
        String uri = "sip:user;par=u%40example.net@example.com";
        WireRequest options = request(invite("Content-Length: 0\n\n").replace("sip:user@example.com", uri));
        assertThat(SipUri.parse(options.requestUri()).orElseThrow().user()).isEqualTo("user;par=u%40example.net");
    }

    /** 3.1.1.9: transports that nobody has heard of. */
    @Test
    void transports() {
        WireRequest options =
                request(invite("Via: SIP/2.0/UNKNOWN t5.example.com;branch=z9hG4bKkdjuw\nContent-Length: 0\n\n"));
        assertThat(options.values("Via")).hasSize(2);
    }

    /** 3.1.1.12: a reason phrase with unusual characters, 3.1.1.13: and none at all. */
    @Test
    void unreasonAndNoreason() {
        String headers = COMMON + "Content-Length: 0\n\n";
        String phrase = "= 2**3 * 5**2 \u043d\u043e \u0441\u0442\u043e";
        assertThat(response("SIP/2.0 200 " + phrase + "\n" + headers).reasonPhrase())
                .isEqualTo(phrase);
        assertThat(response("SIP/2.0 100 \n" + headers).reasonPhrase()).isEmpty();
    }

    /** 3.1.2.1: separators with nothing between them. */
    @Test
    void badinv01() {
        assertThat(fault(invite("Content-Length: 0\n\n").replace("UDP 192.0.2.15;", "UDP 192.0.2.15;;,;,,")))
                .isEqualTo(Fault.VIA);
    }

    /** 3.1.2.2: a body that is shorter than it says. */
    @Test
    void clerr() {
        assertThat(fault(invite("Content-Length: 9999\n\nv=0\n"))).isEqualTo(Fault.BODY_SHORT);
    }

    /** 3.1.2.3: a negative length. */
    @Test
    void ncl() {
        assertThat(fault(invite("Content-Length: -999\n\nv=0\n"))).isEqualTo(Fault.CONTENT_LENGTH);
    }

    /** 3.1.2.4: a CSeq number above 2^31, 3.1.2.5: in a response. */
    @Test
    void scalar02AndScalarlg() {
        assertThat(fault(invite("Content-Length: 0\n\n").replace("CSeq: 8", "CSeq: 36893488147419103232")))
                .isEqualTo(Fault.CSEQ);
        assertThat(fault(invite("Content-Length: 0\n\n").replace("Max-Forwards: 7", "Max-Forwards: 300")))
                .isEqualTo(Fault.MAX_FORWARDS);
        assertThat(unreadable("SIP/2.0 503 Service Unavailable\n"
                        + COMMON.replace("CSeq: 8", "CSeq: 9292394834772304023312") + "\n"))
                .isEqualTo(Fault.CSEQ);
    }

    /** 3.1.2.6: a quote that stays open. */
    @Test
    void quotbal() {
        assertThat(fault(invite("Content-Length: 0\n\n")
                        .replace("To: sip:j.user@example.com", "To: \"Mr. J. User <sip:j.user@example.com>")))
                .isEqualTo(Fault.TO);
    }

    /** 3.1.2.7: angle brackets around the Request-URI. */
    @Test
    void ltgtruri() {
        assertThat(fault(invite("\n").replace("INVITE sip:user@example.com", "INVITE <sip:user@example.com>")))
                .isEqualTo(Fault.REQUEST_URI);
    }

    /** 3.1.2.8: white space in the Request-URI, 3.1.2.9: more than one space, 3.1.2.10: space at the end. */
    @Test
    void lwsruriAndLwsstartAndTrws() {
        assertThat(fault(invite("\n").replace("INVITE sip:user@example.com", "INVITE sip:user@example.com; lr")))
                .isEqualTo(Fault.START_LINE);
        assertThat(fault(invite("\n").replace("INVITE sip:", "INVITE  sip:"))).isEqualTo(Fault.START_LINE);
        assertThat(fault(invite("\n").replaceFirst("SIP/2.0\n", "SIP/2.0  \n"))).isEqualTo(Fault.START_LINE);
    }

    /** 3.1.2.14: a quote in the middle of a display name. */
    @Test
    void baddn() {
        assertThat(fault(invite("\n")
                        .replace("From: sip:caller@example.net", "From: Bell, \"Alexander <sip:a@b.example>")))
                .isEqualTo(Fault.FROM);
    }

    /** 3.1.2.16: another version. */
    @Test
    void badvers() {
        assertThat(fault(invite("\n").replaceFirst("SIP/2.0\n", "SIP/7.0\n"))).isEqualTo(Fault.VERSION);
    }

    /** 3.1.2.17 and 18: the method of CSeq is another, known or not. */
    @Test
    void mismatch01And02() {
        assertThat(fault(invite("\n").replace("8 INVITE", "8 OPTIONS"))).isEqualTo(Fault.CSEQ_METHOD);
        assertThat(fault(invite("\n").replaceFirst("INVITE", "NEWMETHOD"))).isEqualTo(Fault.CSEQ_METHOD);
    }

    /** 3.1.2.19: a status that is none. */
    @Test
    void bigcode() {
        assertThat(unreadable("SIP/2.0 4294967301 better not break the receiver\n" + COMMON + "\n"))
                .isEqualTo(Fault.START_LINE);
    }

    /** 3.3.1: the mandatory headers are missing. */
    @Rfc("3261, 8.1.1")
    @Test
    void insuf() {
        assertThat(fault("INVITE sip:user@example.com SIP/2.0\nCSeq: 193942 INVITE\n"
                        + "Via: SIP/2.0/UDP 192.0.2.95;branch=z9hG4bKkdj.insuf\nContent-Length: 0\n\n"))
                .isEqualTo(Fault.CALL_ID);
    }

    /** 3.3.8: headers that stand once stand more often. */
    @Rfc("3261, 8.1.1")
    @Test
    void multi01() {
        assertThat(fault(invite("CSeq: 59 INVITE\n\n"))).isEqualTo(Fault.CSEQ);
        assertThat(fault(invite("Call-ID: multi01.2\n\n"))).isEqualTo(Fault.CALL_ID);
        assertThat(fault(invite("f: sip:other@example.net;tag=2\n\n"))).isEqualTo(Fault.FROM);
    }

    /** 3.3.9: two lengths. */
    @Test
    void mcl01() {
        assertThat(fault(invite("Content-Length: 13\nl: 5\n\nThere's no way"))).isEqualTo(Fault.CONTENT_LENGTH);
    }

    /** 3.3.15: a body that is not text stays as it is. */
    @Test
    void keepsBodyBytes() {
        byte[] head = Messages.bytes(invite("Content-Length: 256\n\n"));
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

    /** 3.4.1: a sender older than RFC 3261. */
    @Test
    void inv2543() {
        WireRequest invite = request("""
                INVITE sip:UserB@example.com SIP/2.0
                Via: SIP/2.0/UDP iftgw.example.com
                From: <sip:+13035551111@ift.client.example.net;user=phone>
                Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>
                To: sip:+16505552222@ss1.example.net;user=phone
                Call-ID: inv2543.1717@ift.client.example.com
                CSeq: 56 INVITE
                Content-Type: application/sdp

                v=0
                """);
        assertThat(invite.via().branch()).isEmpty();
        assertThat(invite.from().tag()).isEmpty();
        assertThat(new String(invite.body(), StandardCharsets.US_ASCII)).isEqualTo("v=0\r\n");
    }
}
