package io.voicebridge.calling;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The media proxy of a carrier: rtpengine on this machine, which encrypts on one side and not on the other. */
final class Rtpengine implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/rtpengine");

    private final Process process;
    private final int port;

    private Rtpengine(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Leaves the test out, with a line that says so, where the program is missing. */
    static Rtpengine in(Path folder) throws IOException {
        boolean found = Files.isExecutable(PROGRAM);
        if (!found) {
            System.out.println("Left out: rtpengine is not installed (apt-get install rtpengine-daemon)");
        }
        Assumptions.assumeTrue(found, "rtpengine is not installed");
        int port = FreePort.ofAServer();
        Path log = folder.resolve("rtpengine.log");
        Process process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "--interface=127.0.0.1",
                        "--listen-ng=127.0.0.1:" + port,
                        "--port-min=28000",
                        "--port-max=28200",
                        "--table=-1",
                        "--foreground",
                        "--log-stderr")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !process.isAlive() || Files.readString(log).contains("Startup complete"));
        return new Rtpengine(process, port);
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
