package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.directory.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ByteRangeTest {

    @Test
    void readsTheFormsOfOneRange() {
        assertThat(ByteRange.of("bytes=0-9", 100)).contains(new ByteRange(0, 9));
        assertThat(ByteRange.of("bytes=90-", 100)).contains(new ByteRange(90, 99));
        assertThat(ByteRange.of("bytes=-10", 100)).contains(new ByteRange(90, 99));
        assertThat(ByteRange.of("bytes=-1000", 100)).contains(new ByteRange(0, 99));
        assertThat(ByteRange.of("bytes=50-1000", 100)).contains(new ByteRange(50, 99));
    }

    @Test
    void servesTheWholeForWhatIsNoSingleRangeOfBytes() {
        for (String header : new String[] {"", "bytes=-", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b"}) {
            assertThat(ByteRange.of(header, 100)).as(header).isEmpty();
        }
    }

    @Test
    void refusesARangeBeyondTheEnd() {
        for (String header : new String[] {"bytes=100-", "bytes=5-4", "bytes=-0"}) {
            assertThatThrownBy(() -> ByteRange.of(header, 100))
                    .as(header)
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                            .isEqualTo(416));
        }
    }

    @Test
    void readsNoByteMoreThanTheRange(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("f"), "0123456789");

        try (var part = new ByteRange(3, 6).open(RecordedWav.plain(file))) {
            assertThat(new String(part.readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("3456");
        }
    }
}
