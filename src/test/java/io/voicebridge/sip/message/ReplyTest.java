package io.voicebridge.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReplyTest {

    private static final InetSocketAddress SOURCE = new InetSocketAddress("192.0.2.15", 5060);

    private static String replyTo(String request) {
        RawMessage raw = ((Parsed.Request)
                        Messages.parse(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1)))
                .request()
                .raw();
        return new String(MessageBuilder.reply(raw, SOURCE, 486, "", "ours").build(), StandardCharsets.ISO_8859_1);
    }

    @Rfc(
            value = "3261, 8.2.6.2",
            says =
                    "From, To, Call-ID, CSeq and the Vias below the first come back byte for byte, in whatever encoding they were sent")
    @Test
    void givesBackWhatItAnswersByteForByte() {
        String reply = replyTo("INVITE sip:user@example.com SIP/2.0\n"
                + "Via: SIP/2.0/UDP 192.0.2.15;branch=z9hG4bK1\nVia: SIP/2.0/UDP 192.0.2.16;branch=z9hG4bK2;x=\"\u00fc\"\n"
                + "From: \"M\u00fcller\" <sip:m@example.net>;tag=1\nTo: \"Zo\u00eb\"\n  <sip:z@example.com>\n"
                + "Call-ID: caf\u00e9@example.net\nCSeq: 8 INVITE\nContent-Length: 0\n\n");
        assertThat(reply)
                .contains("From: \"M\u00fcller\" <sip:m@example.net>;tag=1\r\n")
                .contains("To: \"Zo\u00eb\" <sip:z@example.com>;tag=ours\r\n")
                .contains("Call-ID: caf\u00e9@example.net\r\n")
                .contains("Via: SIP/2.0/UDP 192.0.2.16;branch=z9hG4bK2;x=\"\u00fc\"\r\n");
    }
}
