package io.voicebridge.sip.message;

import static io.voicebridge.sip.message.Messages.fault;
import static io.voicebridge.sip.message.Messages.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.SipHeader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What the parser promises beyond RFC 4475. */
@Rfc(
        value = "3261, 7.3.1",
        says = "compact names, folding, space before the colon, repeated fields kept in order, comma lists")
class MessageParserTest {

    private static String invite(String more) {
        return """
                INVITE sip:+13453453453@192.0.2.1 SIP/2.0
                Via: SIP/2.0/UDP 192.0.2.2:5070;branch=z9hG4bK1
                From: <sip:+13035550100@192.0.2.2>;tag=1
                To: <sip:+13453453453@192.0.2.1>
                Call-ID: 1@192.0.2.2
                CSeq: 1 INVITE
                """ + more;
    }

    @Test
    void keepsNamesAsWrittenAndGivesCompactOnesInFull() {
        assertThat(request(invite("x-CITY: Denver\nm: <sip:a@b.example>\n\n")).headers())
                .contains(new SipHeader("x-CITY", "Denver"), new SipHeader("Contact", "<sip:a@b.example>"));
    }

    @Test
    void keepsRepeatedHeadersInOrder() {
        assertThat(request(invite("X-a: 1\nX-b: 2\nx-A: 3\n\n")).headers())
                .containsSubsequence(new SipHeader("X-a", "1"), new SipHeader("X-b", "2"), new SipHeader("x-A", "3"));
        assertThat(request(invite("X-a: 1\nx-A: 3\n\n")).header("X-A")).contains("1");
    }

    @Duty(
            value = "Header smuggling",
            says =
                    "a space before the colon, a compact form, a folded line and any case are the same header; a lone CR, LF or NUL is refused")
    @Test
    void takesSpaceBeforeTheColonAsTheSameHeader() {
        assertThat(request(invite("X-CallANI : +13035550100\n\n")).header("X-CallANI"))
                .contains("+13035550100");
    }

    @Duty("Header smuggling")
    @Test
    void unfoldsToOneSpace() {
        assertThat(request(invite("X-a: one \n \t two\n\tthree\n\n")).header("X-a"))
                .contains("one two three");
    }

    @Test
    void takesBytesThatAreNotUtf8AsLatin1() {
        byte[] bytes = invite("X-name: M\u00fcller\n\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(((Parsed.Request) Messages.parse(bytes)).request().header("X-name"))
                .contains("M\u00fcller");
    }

    @Duty("Header smuggling")
    @Test
    void refusesLoneLineEndsThatCouldHideAHeader() {
        for (String hidden : new String[] {"X-a: 1\u0001", "X-a: 1\rX-b: 2", "X-a: 1\0"}) {
            assertThat(fault(invite(hidden + "\n\n"))).isEqualTo(Fault.LINE_END);
        }
        byte[] lf = invite("\n")
                .replace("\n", "\r\n")
                .replace("tag=1\r\n", "tag=1\n")
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(((Parsed.Faulty) Messages.parse(lf)).fault()).isEqualTo(Fault.LINE_END);
    }

    @Duty("Message limits")
    @Rfc("3261, 21.5.7")
    @Test
    void refusesMoreHeadersThanTheLimit() {
        assertThat(fault(invite("X-a: 1\n".repeat(96) + "\n"))).isEqualTo(Fault.TOO_MANY_HEADERS);
    }

    @Test
    void refusesSectionAboveTheLimitButReadsWhoAsked() {
        Parsed parsed = Messages.parse(
                Messages.bytes(invite("").replaceFirst("Via", "X-large: " + "a".repeat(40_000) + "\nVia") + "\n"));
        assertThat(parsed).isInstanceOfSatisfying(Parsed.Faulty.class, f -> {
            assertThat(f.fault()).isEqualTo(Fault.HEADER_SECTION_TOO_LARGE);
            assertThat(f.request().header("Call-ID")).contains("1@192.0.2.2");
        });
    }

    @Test
    void neverAnswersAFaultyAck() {
        assertThat(Messages.parse(
                        Messages.bytes(invite("\n").replace("INVITE", "ACK").replace("CSeq: 1", "CSeq: x"))))
                .isInstanceOf(Parsed.Unreadable.class);
    }

    @Rfc("3261, 7.3.1, 25")
    @Test
    void readsTelAndSipUris() {
        assertThat(SipUri.parse("tel:+1-345-345-3453;phone-context=x")).get().satisfies(u -> {
            assertThat(u.scheme()).isEqualTo("tel");
            assertThat(u.user()).isEqualTo("+1-345-345-3453");
        });
        assertThat(SipUri.parse("sip:alice:secret@[2001:db8::1]:5070;transport=tcp?a=b"))
                .get()
                .satisfies(u -> {
                    assertThat(u.user()).isEqualTo("alice:secret");
                    assertThat(u.host()).isEqualTo("[2001:db8::1]");
                    assertThat(u.port()).isEqualTo(5070);
                    assertThat(u.params().get("Transport")).contains("tcp");
                    assertThat(u.headers()).isEqualTo("a=b");
                });
        for (String bad :
                new String[] {"sip:", "sip:@host", "sip:a@", "sip:a@h:0", "sip:a@h:99999", "sip:a@h ost", "a@b", "tel:"
                }) {
            assertThat(SipUri.parse(bad)).as(bad).isEmpty();
        }
    }

    @Rfc(
            value = "3261, 7.3.1, 25",
            says = "quoted strings with escapes, name-addr and addr-spec, sip, sips and tel URIs")
    @Test
    void readsAddressesWithQuotesCommasAndEscapes() {
        assertThat(NameAddr.parse("\"M\u00fcller, \\\"Lead\\\"\" <sip:a@b.example;x=y>;tag=1"))
                .get()
                .satisfies(a -> {
                    assertThat(a.displayName()).isEqualTo("M\u00fcller, \"Lead\"");
                    assertThat(a.uri()).isEqualTo("sip:a@b.example;x=y");
                    assertThat(a.tag()).isEqualTo("1");
                });
        assertThat(NameAddr.parse("sip:a@b.example;tag=1").map(NameAddr::tag)).contains("1");
    }
}
