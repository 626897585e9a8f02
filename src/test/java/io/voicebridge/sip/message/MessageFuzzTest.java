package io.voicebridge.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Mutations;
import io.voicebridge.conformance.TortureMessage;
import io.voicebridge.conformance.TortureMessages;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever comes, the parser says what it is, and an answer to it is one message with our headers and no other. */
class MessageFuzzTest {

    private static final List<byte[]> SEEDS =
            TortureMessages.all().map(TortureMessage::bytes).toList();
    private static final List<String> WORDS = List.of(
            "\r\n",
            "\r\n\r\n",
            "\r\n ",
            "\n",
            "\r",
            "\0",
            " ",
            ";",
            ",",
            "\"",
            "\\",
            "<",
            ">",
            "@",
            ":",
            "[",
            "]",
            "%00",
            "?",
            "-1",
            "0",
            "4294967296",
            "99999999999999999999",
            "Content-Length: 0\r\n",
            "l: 5\r\n",
            "Via: SIP/2.0/UDP a;branch=z9hG4bK1\r\n",
            "v:",
            "To:",
            "From: <sip:a@b>;tag=1\r\n",
            "CSeq: 1 INVITE\r\n",
            "SIP/2.0",
            "SIP/2.0 200 OK\r\n",
            "sip:",
            "tel:+1",
            ";tag=",
            ";lr",
            "\u00c3\u0028",
            "\u00ff\u00fe",
            "X-Evil: 1\r\n",
            "\r\nX-Evil: 1\r\n",
            "\\\r\nX-Evil: 1\r\n");
    private static final Set<String> OUR_HEADERS = Set.of("Via", "From", "To", "Call-ID", "CSeq", "Content-Length");
    /** An answer to what just fits may be longer than that. */
    private static final MessageParser ROOMY = new MessageParser(new MessageLimits(256 * 1024, 200, 0));

    private static final InetSocketAddress SOURCE = new InetSocketAddress("192.0.2.1", 5060);

    @Duty(
            value = "Hostile input",
            says =
                    "messages, streams, session descriptions, credentials and packets that were cut, crossed, repeated and sprinkled, a fixed number in the tests and any number by `bench/fuzz`: nothing is thrown, an answer is one message with our headers only, a stream is framed the same however it is cut")
    @Test
    void readsAnythingAndAnswersInOneMessage() {
        Mutations.tryAll(30_000, SEEDS, WORDS, MessageFuzzTest::examine);
    }

    private static void examine(byte[] input) {
        Parsed parsed = Messages.parse(input);
        if (parsed instanceof Parsed.Request whole) {
            WireRequest request = whole.request();
            assertThat(request.method()).isNotEmpty();
            assertThat(request.body().length).isLessThanOrEqualTo(MessageLimits.STANDARD.bodyBytes());
            SipUri.parse(request.requestUri());
            request.headers().forEach(header -> request.values(header.name()).forEach(NameAddr::parse));
            assertThat(answerTo(request.raw())).isInstanceOf(Parsed.Response.class);
        } else if (parsed instanceof Parsed.Response response) {
            assertThat(response.response().status()).isBetween(100, 699);
        } else if (parsed instanceof Parsed.Faulty faulty) {
            answerTo(faulty.request());
        }
    }

    private static Parsed answerTo(RawMessage request) {
        byte[] answer = MessageBuilder.reply(request, SOURCE, 400, "", "ours").build();
        String[] lines = new String(answer, StandardCharsets.ISO_8859_1).split("\r\n");
        for (int i = 1; i < lines.length; i++) {
            assertThat(OUR_HEADERS).contains(lines[i].substring(0, Math.max(0, lines[i].indexOf(':'))));
            assertThat(lines[i]).doesNotContain("\n").doesNotContain("\r");
        }
        return ROOMY.parse(answer);
    }
}
