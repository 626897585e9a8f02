package io.voicebridge.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Mutations;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever is offered, it is answered or refused; what we answer can be read. */
class SdpFuzzTest {

    private static final LocalMedia LOCAL = LocalMedia.of(new InetSocketAddress("192.0.2.10", 20000), Reach.PRIVATE);
    private static final List<byte[]> SEEDS = List.of(
            sdp(
                    "c=IN IP4 198.51.100.7|t=0 0|m=audio 4000 RTP/AVP 0 8 101|a=rtpmap:101 telephone-event/8000|a=fmtp:101 0-15"
                            + "|a=ptime:30|a=maxptime:60|a=sendonly|a=rtcp:4001 IN IP4 198.51.100.7|a=rtcp-mux"),
            sdp("c=IN IP6 2001:db8::20|t=3338481189 3370017201|m=audio 6000 RTP/AVP 2 0|a=rtpmap:2 G726-32/8000"
                    + "|m=video 6024 RTP/AVP 107|a=rtpmap:107 H263-1998/90000"),
            sdp("t=0 0|a=inactive|m=audio 4000 RTP/SAVP 0|c=IN IP4 198.51.100.7"
                    + "|a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4"
                    + "|a=crypto:2 AEAD_AES_256_GCM inline:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                    + "|m=audio 0 RTP/AVP 0"));
    private static final List<String> WORDS = List.of(
            "\r\n",
            "\n",
            "\0",
            " ",
            "/",
            ":",
            "|",
            "=",
            "m=audio 4000 RTP/AVP 0\r\n",
            "m=audio 4000 RTP/AVP 0\r\na=sendrecv\r\n",
            "a=rtpmap:0 PCMU/8000\r\n",
            "a=fmtp:\r\n",
            "a=crypto:",
            "c=IN IP4 224.0.0.1/127\r\n",
            "c=IN IP4 0.0.0.0\r\n",
            "127.0.0.1",
            "[::1]",
            "::",
            "65536",
            "-1",
            "99999999999999999999",
            "a=ptime:0\r\n",
            "a=ptime:1e9\r\n",
            "\u00ff");

    private static byte[] sdp(String rest) {
        return ("v=0|o=- 1 1 IN IP4 198.51.100.7|s=-|" + rest + "|")
                .replace("|", "\r\n")
                .replace("\r\n2^20\r\n1:4", "|2^20|1:4")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Duty("Hostile input")
    @Test
    void answersOrRefusesAnything() {
        Mutations.tryAll(30_000, SEEDS, WORDS, SdpFuzzTest::examine);
    }

    private static void examine(byte[] input) throws SdpException {
        try {
            SdpParser.parse(input);
        } catch (SdpException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
        for (Answer answer : List.of(OfferAnswer.negotiate(input, LOCAL), OfferAnswer.accept(input, LOCAL))) {
            if (answer instanceof Answer.Accepted accepted) {
                assertThat(accepted.ptime()).isBetween(10, 60);
                assertThat(accepted.payloadType()).isBetween(0, 127);
                assertThat(accepted.remote().isUnresolved()).isFalse();
                if (accepted.sdp().length > 0) {
                    SdpParser.parse(accepted.sdp());
                }
            }
        }
    }
}
