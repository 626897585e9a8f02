package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoSettingsTest {

    @TempDir
    private Path home;

    private BridgeOptions launched;

    @BeforeEach
    void copySettings() throws IOException {
        Files.createDirectory(home.resolve("config"));
        Files.copy(Path.of("config/application.properties"), home.resolve("config/application.properties"));
        launched = new BridgeOptions(
                home, Map.of("bridge.http.port", "0", "bridge.management.port", "0", "bridge.sip.port", "0"));
    }

    @AfterEach
    void leaveTheLogAlone() {
        System.clearProperty("bridge.log.file");
        System.clearProperty("log4j2.configurationFile");
    }

    @Test
    void keepsToThisMachineAndToAFolderOfItsOwn() throws IOException {
        DemoSettings demo = DemoSettings.prepare(launched);

        assertThat(demo.options().properties())
                .containsEntry("bridge.sip.host", "127.0.0.1")
                .containsEntry("bridge.http.host", "127.0.0.1")
                .containsEntry("bridge.demo", "true")
                .containsEntry("bridge.dev", "true");
        assertThat(demo.dataDir())
                .isEqualTo(home.toAbsolutePath().resolve("data/demo"))
                .isDirectory();
        assertThat(demo.notes()).isEmpty();
    }

    @Test
    void takesAFreePortWhereTheUsualOneIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            BridgeOptions options = launched.with("bridge.sip.port", Integer.toString(other.getLocalPort()));

            DemoSettings demo = DemoSettings.prepare(options);

            assertThat(demo.options().properties()).containsEntry("bridge.sip.port", "0");
            assertThat(demo.notes())
                    .containsExactly("Port " + other.getLocalPort()
                            + " is taken by another program, so the demo takes a free one for SIP.");
        }
    }

    @Test
    void leavesWhatWasAskedForAlone() throws IOException {
        DemoSettings demo =
                DemoSettings.prepare(launched.with("bridge.sip.host", "0.0.0.0").with("bridge.data.dir", "elsewhere"));

        assertThat(demo.options().properties()).containsEntry("bridge.sip.host", "0.0.0.0");
        assertThat(demo.dataDir().getFileName()).hasToString("elsewhere");
    }
}
