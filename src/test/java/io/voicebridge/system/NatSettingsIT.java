package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.calling.FreePort;
import io.voicebridge.conformance.Carrier;
import io.voicebridge.conformance.RealPeer;
import io.voicebridge.sip.dialog.Sipp;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged bridge behind a router: one listener for those outside, one for those inside, each with a policy of its own. */
@RealPeer("SIPp")
class NatSettingsIT {

    @TempDir
    private Path folder;

    @Test
    @Carrier(
            value = "any that reaches us through NAT",
            says =
                    "the packaged bridge with two listeners: who comes by the one needs a password and is told the public addresses of"
                            + " SIP and audio, who comes by the other needs none and is told those that were bound")
    void tellsEachSideTheAddressesThatItReaches() throws Exception {
        // A peer on this machine is told no public address for audio, so the call from outside needs another of its
        // addresses.
        InetAddress outside = otherThanLoopback();
        int publicPort = FreePort.ofAServer();
        int officePort = FreePort.ofAServer();
        Path listeners = Files.writeString(folder.resolve("listeners.yaml"), """
                listeners:
                  - name: public
                    transports: [udp]
                    host: 0.0.0.0
                    port: %d
                    advertised: 203.0.113.7:5080
                    media: 203.0.113.8
                    policy: staff
                  - name: office
                    transports: [udp]
                    host: 127.0.0.1
                    port: %d
                    policy: default
                """.formatted(publicPort, officePort));
        Path accounts = Files.writeString(folder.resolve("accounts"), "alice = wonderland\n");
        Files.setPosixFilePermissions(accounts, PosixFilePermissions.fromString("rw-------"));
        Map<String, String> environment = Map.of(
                "BRIDGE_SIP_LISTENERS", listeners.toString(),
                "BRIDGE_SIP_ACCOUNTS", accounts.toString(),
                "BRIDGE_SIP_DIGEST_ALGORITHMS", "MD5",
                "BRIDGE_SIP_HOST", "0.0.0.0",
                "BRIDGE_RTP_PORTS", "0");
        try (BridgeProcess bridge = BridgeProcess.start(Files.createDirectory(folder.resolve("data")), environment)) {
            Sipp.scenario("nat/public")
                    .from(outside.getHostAddress())
                    .with("-mi", outside.getHostAddress(), "-key", "number", bridge.number())
                    .with("-s", "alice", "-au", "alice", "-ap", "wonderland")
                    .calls(1, 1)
                    .succeedsAgainst(new InetSocketAddress(outside, publicPort));
            Sipp.scenario("nat/office")
                    .with("-mi", "127.0.0.1", "-key", "number", bridge.number())
                    .calls(1, 1)
                    .succeedsAgainst(new InetSocketAddress("127.0.0.1", officePort));

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(bridge.conversations()).hasSize(2));
        }
    }

    private static InetAddress otherThanLoopback() throws Exception {
        Optional<InetAddress> found = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress() && !each.isLinkLocalAddress())
                .findFirst();
        Assumptions.assumeTrue(found.isPresent(), "This machine has no address but its own loopback");
        return found.orElseThrow();
    }
}
