package io.voicebridge.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.voicebridge.conformance.RealPeer;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code bench/soak}: of two thousand calls nothing is left. */
@RealPeer("SIPp")
class SoakIT {

    @TempDir
    Path folder;

    @Test
    void nothingIsLeftOfTwoThousandCalls() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/sipp")), "SIPp is not installed: left out");
        try (Soak soak = new Soak(folder)) {
            Soak.Report report = soak.run(2000, 200, new PrintStream(PrintStream.nullOutputStream()));

            assertThat(report.failed()).isZero();
            assertThat(report.completed()).isEqualTo(2000);
            assertThat(report.left()).as("objects that nothing forgets").isEmpty();
            assertThat(report.end().descriptors())
                    .isLessThanOrEqualTo(report.start().descriptors() + 2);
            assertThat(report.end().threads())
                    .isLessThanOrEqualTo(report.start().threads() + 2);
        }
    }
}
