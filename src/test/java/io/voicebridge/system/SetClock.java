package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/**
 * The time of day of one process, which a library before the C library's shows it. What nobody can set, the monotonic clock, stays as
 * it is.
 */
final class SetClock {

    private static final Path SOURCE = Path.of("src/test/resources/system/clock.c");

    private final Path library;
    private final Path seconds;
    private final ByteBuffer ahead;

    private SetClock(Path library, Path seconds) throws IOException {
        this.library = library;
        this.seconds = seconds;
        try (FileChannel file = FileChannel.open(
                seconds, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ahead = file.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES).order(ByteOrder.nativeOrder());
        }
    }

    /** Leaves the test out, with one line that says so, where there is no compiler. */
    static SetClock require(Path folder) throws IOException, InterruptedException {
        Programs.require("gcc", "gcc libc6-dev");
        Path library = folder.resolve("clock.so");
        int compiled = new ProcessBuilder("gcc", "-O2", "-shared", "-fPIC", "-o", library.toString(), SOURCE.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(compiled).isZero();
        return new SetClock(library, folder.resolve("clock"));
    }

    /** What the process is started with. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "CLOCK_AHEAD", seconds.toString());
    }

    /** Sets it at once. */
    void isAhead(Duration by) {
        ahead.putLong(0, by.toSeconds());
    }
}
