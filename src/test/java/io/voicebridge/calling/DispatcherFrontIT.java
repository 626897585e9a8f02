package io.voicebridge.calling;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.call.CallEnd;
import io.voicebridge.conformance.Carrier;
import io.voicebridge.conformance.RealPeer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SIP front of {@code deploy/kubernetes}, before bridges of which some are not there. */
@RealPeer("Kamailio")
class DispatcherFrontIT {

    /** A call goes to the bridge that the hash of its Call-ID names: of so many, some go to each of two. */
    private static final int CALLS = 6;

    /** Until one goes to the first of two: one row of a million has none. */
    private static final int MOST_CALLS = 20;

    /** Types of chunks in HEP version 3. */
    private static final int SOURCE_PORT = 7;

    private static final int PAYLOAD = 15;

    @TempDir
    private Path folder;

    @Test
    void theConfigurationIsOneThatKamailioTakes() throws Exception {
        assertThat(Front.check(folder)).isZero();
    }

    @Test
    @Carrier(
            value = "any, before several bridges",
            says =
                    "a front of Kamailio gives each call to a bridge that is there, also when one has died and one's name leads"
                            + " nowhere; the BYE of either side finds the other")
    void everyCallFindsABridgeThatIsThere() throws IOException {
        InetSocketAddress dead = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.withTheNext());
        try (Telephone bridge = Telephone.thatAnswers();
                Front front = Front.in(folder).startBefore(List.of(dead, bridge.address()));
                Caller customer = Caller.of(front.address())) {
            for (int i = 0; i < CALLS; i++) {
                PhoneCall near = customer.dials("+13453453453").connects();
                PhoneCall far = bridge.answers();
                if (i == 0) {
                    near.hums(1000, Duration.ofSeconds(1));
                    far.hearsVoice();
                }
                if (i % 2 == 0) {
                    far.hangsUp();
                    assertThat(near.isOver().by()).isEqualTo(CallEnd.By.PEER);
                } else {
                    near.hangsUp();
                    assertThat(far.isOver().by()).isEqualTo(CallEnd.By.PEER);
                }
            }
        }
    }

    @Test
    @Carrier(
            value = "any, before several bridges",
            says = "what a bridge that drains or is full answers with 503 the front gives to the next one")
    void aBridgeThatTakesNoCallsIsPassedOver() throws IOException {
        try (Telephone draining = Telephone.thatRefuses(503);
                Telephone bridge = Telephone.thatAnswers();
                Front front = Front.in(folder).startBefore(List.of(draining.address(), bridge.address()));
                Caller customer = Caller.of(front.address())) {
            for (int i = 0; i < CALLS; i++) {
                PhoneCall near = customer.dials("+13453453453").connects();
                bridge.answers();
                near.hangsUp();
            }
        }
    }

    @Test
    @Carrier(
            value = "any, before several bridges",
            says = "a call whose bridge said 100 and died the front gives to the next one, within seconds")
    void aCallThatABridgeHadInItsHandsWhenItDiedGoesToTheNextOne() throws IOException {
        try (Telephone dying = Telephone.thatRings();
                Telephone bridge = Telephone.thatAnswers();
                Front front = Front.in(folder)
                        .answeredWithin(Duration.ofSeconds(2))
                        .startBefore(List.of(dying.address(), bridge.address()));
                Caller customer = Caller.of(front.address())) {
            int passed = 0;
            for (int i = 0; i < MOST_CALLS && passed == 0; i++) {
                PhoneCall near = customer.dials("+13453453453").connects();
                bridge.answers();
                near.hangsUp();
                passed = dying.waiting();
            }
            assertThat(passed)
                    .as("calls that the first bridge took and did not answer")
                    .isEqualTo(1);
        }
    }

    @Test
    void aPhoneThatRingsIsNotTakenForDead() throws IOException {
        try (Telephone bridge = Telephone.thatRings(Duration.ofSeconds(4));
                Front front =
                        Front.in(folder).answeredWithin(Duration.ofSeconds(1)).startBefore(List.of(bridge.address()));
                Caller customer = Caller.of(front.address())) {
            customer.dials("+13453453453").connects().hangsUp();
        }
    }

    @Test
    void aRefusalThatIsMeantReachesTheCaller() throws IOException {
        try (Telephone bridge = Telephone.thatRefuses(486);
                Front front = Front.in(folder).startBefore(List.of(bridge.address()));
                RawCaller customer = new RawCaller(front.address())) {
            customer.invites("Content-Type: application/sdp\r\n", RawCaller.SDP);

            assertThat(customer.response()).startsWith("SIP/2.0 486 ");
        }
    }

    /** The chunks of HEP version 3: "HEP3", the length of all, then vendor, type, length and value of each. */
    @Test
    @Carrier(
            value = "any, before several bridges",
            says = "the front mirrors what comes and goes to a capture server such as Homer, by HEP version 3")
    void mirrorsTheMessagesOfACallToACaptureServer() throws IOException {
        try (DatagramSocket homer = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                Telephone bridge = Telephone.thatAnswers();
                Front front = Front.in(folder)
                        .capturedBy(new InetSocketAddress(InetAddress.getLoopbackAddress(), homer.getLocalPort()))
                        .startBefore(List.of(bridge.address()));
                Caller customer = Caller.of(front.address())) {
            homer.setSoTimeout(20_000);
            customer.dials("+13453453453").connects().hangsUp();

            Set<String> starts = new HashSet<>();
            while (!starts.containsAll(Set.of("INVITE from outside", "INVITE to the bridge", "BYE"))) {
                ByteBuffer packet = ByteBuffer.wrap(new byte[65_535]);
                DatagramPacket received = new DatagramPacket(packet.array(), packet.capacity());
                homer.receive(received);
                packet.limit(received.getLength());
                byte[] magic = new byte[4];
                packet.get(magic);
                assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("HEP3");
                assertThat(Short.toUnsignedInt(packet.getShort())).isEqualTo(received.getLength());
                String payload = "";
                int from = 0;
                while (packet.remaining() > 6) {
                    packet.getShort();
                    int type = packet.getShort();
                    byte[] value = new byte[Short.toUnsignedInt(packet.getShort()) - 6];
                    packet.get(value);
                    if (type == SOURCE_PORT) {
                        from = Short.toUnsignedInt(ByteBuffer.wrap(value).getShort());
                    } else if (type == PAYLOAD) {
                        payload = new String(value, StandardCharsets.UTF_8);
                    }
                }
                if (payload.startsWith("INVITE ")) {
                    starts.add(from == front.inside().getPort() ? "INVITE to the bridge" : "INVITE from outside");
                } else if (payload.startsWith("BYE ")) {
                    starts.add("BYE");
                }
            }
        }
    }

    @Test
    void nobodyCallsOutThroughTheInside() throws IOException {
        try (Front front = Front.in(folder).startBefore(List.of());
                RawCaller bridge = new RawCaller(front.inside())) {
            bridge.invites("Content-Type: application/sdp\r\n", RawCaller.SDP);

            assertThat(bridge.response()).startsWith("SIP/2.0 403 ");
        }
    }
}
