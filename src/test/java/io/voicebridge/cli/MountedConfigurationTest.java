package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.component.sip.SipComponent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bridge whose files a cluster has mounted from ConfigMaps. */
class MountedConfigurationTest {

    private static final Path HOME = Path.of("").toAbsolutePath();

    @TempDir
    private Path folder;

    /** Kubernetes mounts a folder whose files are links into a folder of a date, which is itself reached by a link. */
    @Test
    void startsFromFoldersThatAreMountedFromConfigMaps() throws Exception {
        Path home = Files.createDirectory(folder.resolve("app"));
        Files.createSymbolicLink(home.resolve("config"), HOME.resolve("config"));
        mount(HOME.resolve("routes"), home.resolve("routes"));
        mount(HOME.resolve("kamelets"), home.resolve("kamelets"));
        Storage.Address database = Database.H2.create();
        BridgeOptions options = new BridgeOptions(home, Map.of())
                .with("bridge.data.dir", folder.resolve("data").toString())
                .with("bridge.http.port", "0")
                .with("bridge.management.port", "0")
                .with("bridge.sip.port", "0")
                .with("bridge.drain.seconds", "1")
                .with("bridge.db.url", database.url())
                .with("bridge.db.user", database.user())
                .with("bridge.db.password", database.password());

        try (BridgeServer server = BridgeServer.start(options)) {
            assertThat(server.context().getRoute("take-call")).isNotNull();
            assertThat(server.context().getRoutes().stream()
                            .filter(route -> route.getRouteId().equals("take-call")))
                    .as("each file is read once")
                    .hasSize(1);
            assertThat(server.context().getComponent("sip", SipComponent.class).activeCalls())
                    .isZero();
        }
    }

    private static void mount(Path from, Path to) throws IOException {
        Path dated = Files.createDirectories(to.resolve("..2026_11_27_12_00_00.123456789"));
        Files.createSymbolicLink(to.resolve("..data"), dated.getFileName());
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, dated.resolve(file.getFileName()));
                Files.createSymbolicLink(
                        to.resolve(file.getFileName()), Path.of("..data").resolve(file.getFileName()));
            }
        }
    }
}
