package io.voicebridge.sip.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CallCaptureTest {

    private static final InetSocketAddress CARRIER = new InetSocketAddress("192.0.2.1", 5060);
    private static final InetSocketAddress BRIDGE = new InetSocketAddress("192.0.2.9", 5070);

    private Instant now = Instant.parse("2026-03-02T10:00:00Z");
    private final CallCapture capture = new CallCapture(0, Duration.ofMinutes(10), () -> now);

    private static byte[] message(String start, String callId, String more) {
        return (start + "\r\nVia: SIP/2.0/UDP 192.0.2.1\r\nCall-ID: " + callId + "\r\n" + more)
                .getBytes(StandardCharsets.UTF_8);
    }

    private void invite(String callId, String more) {
        capture.add(message("INVITE sip:1@192.0.2.9 SIP/2.0", callId, more), CARRIER, BRIDGE);
    }

    private void answer(String callId, String more) {
        capture.add(message("SIP/2.0 200 OK", callId, more), BRIDGE, CARRIER);
    }

    /** What stands in the file: the payload of each packet, and whether all of it is there. */
    private record Packet(String text, boolean whole) {}

    private List<Packet> packets(String callId) {
        List<Packet> packets = new ArrayList<>();
        capture.pcap(callId).ifPresent(bytes -> {
            ByteBuffer file = ByteBuffer.wrap(bytes);
            assertThat(file.getInt()).isEqualTo(0xa1b2c3d4);
            file.position(20);
            assertThat(file.getInt()).as("LINKTYPE_RAW").isEqualTo(101);
            while (file.hasRemaining()) {
                file.getLong();
                int kept = file.getInt();
                int length = file.getInt();
                int headers = file.get(file.position()) >> 4 == 4 ? 28 : 48;
                String text = new String(bytes, file.position() + headers, kept - headers, StandardCharsets.UTF_8);
                packets.add(new Packet(text, kept == length));
                file.position(file.position() + kept);
            }
        });
        return packets;
    }

    private String only(String callId) {
        assertThat(packets(callId)).hasSize(1);
        return packets(callId).get(0).text();
    }

    @Test
    void keepsTheMessagesOfACallInTheirOrder() {
        invite("a@x", "\r\n");
        invite("b@x", "\r\n");
        answer("a@x", "\r\n");

        assertThat(packets("a@x"))
                .extracting(Packet::text)
                .satisfiesExactly(text -> assertThat(text).startsWith("INVITE "), text -> assertThat(text)
                        .startsWith("SIP/2.0 200"));
        assertThat(packets("b@x")).hasSize(1);
    }

    @Test
    void keepsNothingThatBelongsToNoCall() {
        capture.add(message("OPTIONS sip:x SIP/2.0", "ping@x", "\r\n"), CARRIER, BRIDGE);
        answer("stray@x", "\r\n");
        capture.add("INVITE sip:1@x SIP/2.0\r\nNo-Call: id\r\n\r\n".getBytes(StandardCharsets.UTF_8), CARRIER, BRIDGE);

        assertThat(capture.pcap("ping@x")).isEmpty();
        assertThat(capture.pcap("stray@x")).isEmpty();
        assertThat(capture.pcap("")).isEmpty();
    }

    @Test
    void knowsACallByTheCompactNameOfItsHeader() {
        capture.add("INVITE sip:1@x SIP/2.0\r\ni: short@x\r\n\r\n".getBytes(StandardCharsets.UTF_8), CARRIER, BRIDGE);

        assertThat(only("short@x")).contains("i: short@x");
    }

    @Test
    void masksCredentialsAndLeadDataAndKeepsEveryLength() {
        String more = "authorization : Digest username=\"u\",\r\n response=\"deadbeef\"\r\n"
                + "PROXY-AUTHENTICATE: Digest nonce=\"n0nce\"\r\nX-ssn: 078-05-1120\r\nUser-to-User: 56a390f3\r\n"
                + "Contact: <sip:carrier@192.0.2.1>\r\n\r\n";
        invite("a@x", more);

        assertThat(only("a@x"))
                .doesNotContain("deadbeef", "n0nce", "078-05-1120", "56a390f3", "username")
                .contains("Contact: <sip:carrier@192.0.2.1>", "X-ssn: ***********\r\n")
                .hasSize(message("INVITE sip:1@192.0.2.9 SIP/2.0", "a@x", more).length);
    }

    @Test
    void masksTheKeysOfMediaAndNothingElseOfAnOffer() {
        invite(
                "a@x",
                "c: application/sdp\r\n\r\nv=0\r\nm=audio 4000 RTP/SAVP 0\r\nk=clear:hush\r\n"
                        + "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:c2VjcmV0c2VjcmV0|2^31\r\na=ice-pwd:verysecret\r\n");

        assertThat(only("a@x"))
                .doesNotContain("c2VjcmV0", "hush", "verysecret")
                .contains("m=audio 4000 RTP/SAVP 0", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:****");
    }

    @Test
    void masksKeysPressedAndTextsAndPartsOfABody() {
        invite("a@x", "Content-Type: application/dtmf-relay\r\n\r\nSignal=7\r\nDuration=160\r\n");
        invite(
                "b@x",
                "Content-Type: multipart/mixed;boundary=b\r\n\r\n--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n");

        assertThat(only("a@x")).doesNotContain("Signal", "7\r");
        assertThat(only("b@x")).doesNotContain("v=0");
    }

    @Test
    void keepsTheBeginningAndTheNewestOfACallThatSaysMuch() {
        invite("a@x", "\r\n");
        for (int i = 0; i < 1000; i++) {
            answer("a@x", "N: " + i + "\r\n\r\n");
        }

        List<Packet> packets = packets("a@x");
        assertThat(packets).hasSizeBetween(100, 400);
        assertThat(packets.get(0).text()).startsWith("INVITE ");
        assertThat(packets.get(packets.size() - 1).text()).contains("N: 999\r\n");
        assertThat(capture.pcap("a@x").orElseThrow()).hasSizeLessThan(CallCapture.CALL_BYTES);
    }

    @Test
    void cutsOffALargeMessageAndSaysHowLongItWas() {
        invite("a@x", "Subject: " + "s".repeat(60_000) + "\r\n\r\n");

        assertThat(packets("a@x")).singleElement().satisfies(packet -> {
            assertThat(packet.whole()).isFalse();
            assertThat(packet.text()).hasSize(16_384);
        });
    }

    @Test
    void forgetsThoseThatHaveBeenSilentForLongestWhenThereAreTooMany() {
        for (int i = 0; i < 20_000; i++) {
            invite("call-" + i, "\r\n");
            answer("call-0", "\r\n");
        }

        assertThat(capture.pcap("call-1")).isEmpty();
        assertThat(capture.pcap("call-0")).isPresent();
        assertThat(capture.pcap("call-19999")).isPresent();
        long kept = 0;
        for (int i = 0; i < 20_000; i++) {
            kept += capture.pcap("call-" + i).map(file -> file.length).orElse(0);
        }
        assertThat(kept).isLessThan(32L * CallCapture.CALL_BYTES);
    }

    @Test
    void forgetsWhatIsOldAndWhatItIsToldTo() {
        invite("old@x", "\r\n");
        invite("told@x", "\r\n");
        capture.forget("told@x");
        assertThat(capture.pcap("told@x")).isEmpty();

        now = now.plus(Duration.ofMinutes(11));

        assertThat(capture.pcap("old@x")).isEmpty();
    }

    @Test
    void showsPeersOfBothKindsOfAddress() {
        capture.add(
                message("INVITE sip:1@x SIP/2.0", "six@x", "\r\n"), new InetSocketAddress("2001:db8::1", 5060), BRIDGE);

        assertThat(only("six@x")).startsWith("INVITE ");
    }

    @Test
    void takesAnythingForAMessage() {
        Random random = new Random(7);
        byte[] valid = message("INVITE sip:1@x SIP/2.0", "h@x", "X-a: b\r\nc: application/sdp\r\n\r\na=crypto:\r\nk=");
        for (int i = 0; i < 20_000; i++) {
            byte[] broken = java.util.Arrays.copyOf(valid, random.nextInt(valid.length + 1));
            for (int n = random.nextInt(4); n > 0 && broken.length > 0; n--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            capture.add(broken, CARRIER, BRIDGE);
        }
        assertThat(packets("h@x")).isNotEmpty();
    }
}
