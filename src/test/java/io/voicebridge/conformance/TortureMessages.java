package io.voicebridge.conformance;

import static io.voicebridge.conformance.Treatment.answered;
import static io.voicebridge.conformance.Treatment.faulty;
import static io.voicebridge.conformance.Treatment.ignored;
import static io.voicebridge.conformance.Treatment.isCall;

import java.util.List;
import java.util.stream.Stream;

/** Every message of RFC 4475 and RFC 5118 with the treatment that it gets from us, and the rule for that. */
public final class TortureMessages {

    private static final String NO_SUCH_METHOD = "3261 21.5.2: a method that nobody here knows";
    private static final String NO_REGISTRAR = "3261 8.2.1: there is no registrar here";
    private static final String STRAY_RESPONSE = "3261 18.1.2: a response to nothing that was asked";
    private static final String OPTIONS = "3261 11.2";

    private static final List<TortureMessage> RFC_4475 = List.of(
            rfc4475(
                    "3.1.1.1",
                    "wsinv",
                    answered(481, "3261 12.2.2: read in full; its To tag is of no dialog that we have")),
            rfc4475("3.1.1.2", "intmeth", answered(501, NO_SUCH_METHOD)),
            rfc4475("3.1.1.3", "esc01", isCall("3261 19.1.2: escapes stay as they are")),
            rfc4475("3.1.1.4", "escnull", answered(405, NO_REGISTRAR)),
            rfc4475("3.1.1.5", "esc02", answered(501, "3261 7.1: % escapes nothing in a method")),
            rfc4475("3.1.1.6", "lwsdisp", answered(200, OPTIONS)),
            rfc4475("3.1.1.7", "longreq", isCall("3261 7.3.1: 34 Via fields and values of any length")),
            rfc4475(
                    "3.1.1.8",
                    "dblreq",
                    answered(
                                    405,
                                    "3261 18.3: what follows in a datagram is dropped; on a stream it is the next message,"
                                            + " an INVITE without Contact")
                            .overTcp(405, 400)),
            rfc4475("3.1.1.9", "semiuri", answered(200, OPTIONS)),
            rfc4475("3.1.1.10", "transports", answered(200, "3261 20.42: transports that nobody has heard of")),
            rfc4475("3.1.1.11", "mpart01", answered(405, "3261 8.2.1: framed in full; MESSAGE is not supported")),
            rfc4475("3.1.1.12", "unreason", ignored(STRAY_RESPONSE)),
            rfc4475("3.1.1.13", "noreason", ignored(STRAY_RESPONSE)),
            rfc4475("3.1.2.1", "badinv01", faulty("Via", "3261 7.3.1: separators with nothing between them")),
            rfc4475(
                    "3.1.2.2",
                    "clerr",
                    faulty("shorter", "3261 18.3: a stream waits for the rest, ten seconds at most")
                            .overTcp()
                            .closing()),
            rfc4475(
                    "3.1.2.3",
                    "ncl",
                    faulty("Content-Length", "3261 20.14: a negative length").closing()),
            rfc4475("3.1.2.4", "scalar02", faulty("CSeq", "3261 8.1.1.5: CSeq is below 2^31")),
            rfc4475("3.1.2.5", "scalarlg", ignored("3261 8.1.1.5: CSeq is below 2^31")),
            rfc4475("3.1.2.6", "quotbal", faulty("To", "3261 25.1: a quote stays open")),
            rfc4475("3.1.2.7", "ltgtruri", faulty("Request-URI", "3261 7.1: brackets around the Request-URI")),
            rfc4475("3.1.2.8", "lwsruri", faulty("start line", "3261 7.1: white space in the Request-URI")),
            rfc4475("3.1.2.9", "lwsstart", faulty("start line", "3261 7.1: more than one space")),
            rfc4475("3.1.2.10", "trws", faulty("start line", "3261 7.1: space behind the version")),
            rfc4475("3.1.2.11", "escruri", isCall("4475 3.1.2.11: headers that hide in the Request-URI are ignored")),
            rfc4475("3.1.2.12", "baddate", isCall("4475 3.1.2.12: a Date is nothing to us")),
            rfc4475("3.1.2.13", "regbadct", answered(405, NO_REGISTRAR)),
            rfc4475("3.1.2.14", "badaspec", answered(200, "4475 3.1.2.14: spaces inside the brackets are harmless")),
            rfc4475("3.1.2.15", "baddn", answered(200, "4475 3.1.2.15: what is meant is clear")),
            rfc4475("3.1.2.16", "badvers", answered(505, "3261 21.5.6")),
            rfc4475("3.1.2.17", "mismatch01", faulty("method of CSeq", "3261 8.1.1.5")),
            rfc4475("3.1.2.18", "mismatch02", faulty("method of CSeq", "3261 8.1.1.5")),
            rfc4475("3.1.2.19", "bigcode", ignored("3261 7.2: no status of three digits")),
            rfc4475("3.2.1", "badbranch", answered(200, "3261 17.2.3: the cookie alone makes no branch unique")),
            rfc4475("3.3.1", "insuf", faulty("Call-ID", "3261 8.1.1: mandatory headers are missing")),
            rfc4475("3.3.2", "unkscm", answered(416, "3261 8.2.2.1")),
            rfc4475("3.3.3", "novelsc", answered(416, "3261 8.2.2.1")),
            rfc4475("3.3.4", "unksm2", answered(405, NO_REGISTRAR)),
            rfc4475("3.3.5", "bext01", answered(420, "3261 8.2.2.3: Unsupported names both")),
            rfc4475("3.3.6", "invut", answered(415, "3261 8.2.3: Accept names application/sdp")),
            rfc4475("3.3.7", "regaut01", answered(405, NO_REGISTRAR)),
            rfc4475("3.3.8", "multi01", faulty("Call-ID", "3261 7.3.1: what stands once stands once")),
            rfc4475(
                    "3.3.9",
                    "mcl01",
                    faulty("Content-Length", "3261 7.3.1: two lengths").closing()),
            rfc4475("3.3.10", "bcast", ignored(STRAY_RESPONSE)),
            rfc4475("3.3.11", "zeromf", answered(200, "3261 11: an OPTIONS without hops left has arrived")),
            rfc4475("3.3.12", "cparam01", answered(405, NO_REGISTRAR)),
            rfc4475("3.3.13", "cparam02", answered(405, NO_REGISTRAR)),
            rfc4475("3.3.14", "regescrt", answered(405, NO_REGISTRAR)),
            rfc4475("3.3.15", "sdp01", answered(406, "3261 21.4.7: the answer would be SDP, which it does not accept")),
            rfc4475(
                    "3.4.1",
                    "inv2543",
                    faulty("", "3261 8.1.1.8: of RFC 2543's liberties we take all but an INVITE without Contact")
                            .closing()));

    private static final List<TortureMessage> RFC_5118 = List.of(
            rfc5118("4.1", "ipv6-good", answered(405, NO_REGISTRAR)),
            rfc5118("4.2", "ipv6-bad", faulty("Request-URI", "3261 19.1.1: an IPv6 address needs its brackets")),
            rfc5118("4.3", "port-ambiguous", answered(405, "5118 4.3: in brackets it is all address")),
            rfc5118("4.4", "port-unambiguous", answered(405, NO_REGISTRAR)),
            rfc5118(
                    "4.5",
                    "via-received-param-with-delim",
                    answered(481, "5118 4.5: brackets in received are read; there is no such dialog")),
            rfc5118("4.5", "via-received-param-no-delim", answered(200, OPTIONS)),
            rfc5118("4.6", "ipv6-in-sdp", isCall("4566 5.7: addresses of IPv6 in SDP")),
            rfc5118("4.7", "mult-ip-in-header", answered(481, "3261 12.2.2: both families of address in Via")),
            rfc5118("4.8", "mult-ip-in-sdp", isCall("4566 5.7: a c= line for each stream")),
            rfc5118("4.9", "ipv4-mapped-ipv6", isCall("4291 2.5.5.2: addresses of IPv4 in those of IPv6")),
            rfc5118(
                    "4.10",
                    "ipv6-bug-abnf-3-colons",
                    answered(200, "5118 4.10: the old grammar's third colon is read")),
            rfc5118("4.10", "ipv6-correct-abnf-2-colons", answered(200, OPTIONS)));

    private TortureMessages() {}

    public static Stream<TortureMessage> all() {
        return Stream.concat(RFC_4475.stream(), RFC_5118.stream());
    }

    static List<TortureMessage> ofRfc4475() {
        return RFC_4475;
    }

    static List<TortureMessage> ofRfc5118() {
        return RFC_5118;
    }

    /** The bytes of one, by its name. */
    public static byte[] named(String name) {
        return all().filter(m -> m.name().equals(name))
                .findFirst()
                .orElseThrow()
                .bytes();
    }

    private static TortureMessage rfc4475(String section, String name, Treatment treatment) {
        return new TortureMessage(4475, section, name, treatment);
    }

    private static TortureMessage rfc5118(String section, String name, Treatment treatment) {
        return new TortureMessage(5118, section, name, treatment);
    }
}
