package io.voicebridge.sip.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Mutations;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.message.SessionBody.Found;
import io.voicebridge.sip.message.SessionBody.Malformed;
import io.voicebridge.sip.message.SessionBody.NotUnderstood;
import io.voicebridge.sip.message.SessionBody.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The session description among other parts of a body (RFC 5621). */
class SessionBodyTest {

    private static final String SDP_PART = "Content-Type: application/sdp\r\n\r\nv=0\r\n";
    private static final String ISUP_PART = "Content-Type: application/isup;version=itu-t92+\r\n"
            + "Content-Disposition: signal;handling=optional\r\n\r\n\1\0\0--\r\n-\u00ff\r\n";
    private static final String PLACE_PART =
            "Content-Type: application/pidf+xml\r\nContent-ID: <place@example.com>\r\n\r\n<presence/>";
    private static final List<String> WORDS = List.of(
            "\r\n",
            "\r\n\r\n",
            "--b1",
            "--b1--",
            "\r\n--b1\r\n",
            "--",
            "boundary=",
            "boundary=\"",
            "multipart/mixed;boundary=b1",
            "Content-Type: application/sdp\r\n\r\n",
            "Content-Disposition: session;handling=required\r\n",
            " ",
            "\0");

    private static String parts(String... parts) {
        StringBuilder body = new StringBuilder();
        for (String part : parts) {
            body.append("--b1\r\n").append(part).append("\r\n");
        }
        return body.append("--b1--\r\n").toString();
    }

    private static Reading read(String type, String body) {
        String message =
                "INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\n"
                        + "To: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nContent-Type: " + type
                        + "\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body;
        Parsed parsed = new MessageParser(MessageLimits.STANDARD).parse(message.getBytes(ISO_8859_1));
        assertThat(parsed).isInstanceOf(Parsed.Request.class);
        return SessionBody.read(((Parsed.Request) parsed).request().raw());
    }

    private static String sdp(Reading reading) {
        assertThat(reading).isInstanceOf(Found.class);
        return new String(((Found) reading).sdp(), ISO_8859_1);
    }

    private static Reading mixed(String... parts) {
        return read("multipart/mixed;boundary=b1", parts(parts));
    }

    @Rfc(
            value = "5621, 3, 4",
            says =
                    "a session description is read out of a multipart body, beside ISUP, a caller's place and the like, in any order"
                            + " and nested")
    @Test
    void findsTheDescriptionBesideOtherParts() {
        assertThat(sdp(mixed(ISUP_PART, SDP_PART))).isEqualTo("v=0\r\n");
        assertThat(sdp(mixed(SDP_PART, PLACE_PART))).isEqualTo("v=0\r\n");
        assertThat(sdp(read("Multipart/Mixed; Boundary=\"b1\"", "Preamble\r\n" + parts(SDP_PART) + "Epilogue")))
                .isEqualTo("v=0\r\n");
        assertThat(sdp(read("multipart/related;type=\"application/sdp\";boundary=b1", parts(SDP_PART, ISUP_PART))))
                .as("an unknown kind of multipart is read as mixed (RFC 2046 section 5.1.7)")
                .isEqualTo("v=0\r\n");
    }

    @Rfc("5621, 3, 4")
    @Test
    void looksIntoPartsThatAreMultipartsThemselves() {
        String inner = "--i\r\n" + SDP_PART + "\r\n--i\r\nContent-Type: text/plain\r\n\r\nHello\r\n--i--";
        assertThat(sdp(mixed(ISUP_PART, "Content-Type: multipart/mixed;boundary=i\r\n\r\n" + inner)))
                .isEqualTo("v=0\r\n");
    }

    @Rfc("5621, 3, 4")
    @Test
    void takesTheLastOfAlternatives() {
        String better = SDP_PART.replace("v=0", "v=0\r\ns=better");
        assertThat(sdp(read("multipart/alternative;boundary=b1", parts(SDP_PART, better))))
                .contains("better");
    }

    @Rfc("5621, 3, 4")
    @Test
    void findsNoneWhereThereIsNone() {
        assertThat(sdp(mixed(ISUP_PART))).isEmpty();
        assertThat(sdp(mixed(SDP_PART.replace("\r\n\r\n", "\r\nContent-Disposition: early-session\r\n\r\n"))))
                .isEmpty();
        assertThat(sdp(read("application/sdp", ""))).isEmpty();
    }

    @Rfc(
            value = "5621, 5, 8",
            says =
                    "415 with Accept where a part says that it must be understood and is not, or the description is encoded")
    @Test
    void refusesWhatMustBeUnderstood() {
        assertThat(mixed(SDP_PART, ISUP_PART.replace("optional", "Required"))).isInstanceOf(NotUnderstood.class);
        assertThat(mixed(SDP_PART.replace("\r\n\r\n", "\r\nContent-Transfer-Encoding: base64\r\n\r\n")))
                .isInstanceOf(NotUnderstood.class);
        assertThat(read("text/plain", "Hello")).isInstanceOf(NotUnderstood.class);
    }

    @Rfc(
            value = "2046, 5.1.1",
            says = "400 for a multipart body without boundary or end, with too many parts or two descriptions")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/mixed",
                "multipart/mixed;boundary=",
                "multipart/mixed;boundary=\"a\tb\"",
                "multipart/mixed;boundary=b2",
                "multipart/mixed;boundary=12345678901234567890123456789012345678901234567890123456789012345678901"
            })
    void refusesABoundaryThatDoesNotFit(String type) {
        assertThat(read(type, parts(SDP_PART))).isInstanceOf(Malformed.class);
    }

    @Rfc("2046, 5.1.1")
    @Test
    void refusesWhatIsNotWhole() {
        String whole = parts(SDP_PART);
        for (String broken : List.of(
                whole.replace("--b1--", ""),
                whole.replaceFirst("--b1\r\n", "--b1 x\r\n"),
                "--b1--",
                "--b1",
                parts(SDP_PART, SDP_PART),
                parts("X: " + "x".repeat(5000) + "\r\n\r\n"),
                parts(new String[17]))) {
            assertThat(read("multipart/mixed;boundary=b1", broken)).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void goesNoDeeperThanItMust() {
        String body = "--b4\r\n" + SDP_PART + "\r\n--b4--";
        for (int depth = 3; depth >= 1; depth--) {
            body = "--b" + depth + "\r\nContent-Type: multipart/mixed;boundary=b" + (depth + 1) + "\r\n\r\n" + body
                    + "\r\n--b" + depth + "--";
        }
        assertThat(sdp(read("multipart/mixed;boundary=b1", body))).isEmpty();
    }

    @Duty("Hostile input")
    @Test
    void readsAnyMultipart() {
        List<byte[]> seeds = List.of(
                parts(ISUP_PART, SDP_PART, PLACE_PART).getBytes(ISO_8859_1),
                parts("Content-Type: multipart/mixed;boundary=b1\r\n\r\n" + parts(SDP_PART))
                        .getBytes(ISO_8859_1));
        Mutations.tryAll(5_000, seeds, WORDS, body -> {
            if (body.length > 0 && body.length < 60_000) {
                Reading reading = read("multipart/mixed;boundary=b1", new String(body, ISO_8859_1));
                if (reading instanceof Found found) {
                    assertThat(found.sdp().length).isLessThan(body.length);
                }
            }
        });
    }
}
