package io.voicebridge.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTest {

    @Rfc(value = "3711, A", says = "The index of a packet is the one next to the highest that has its sequence number")
    @ParameterizedTest
    @CsvSource({
        "0, 1, 1",
        "100, 99, 99",
        "0, 0xFFFF, -1", // before the first of all
        "0xFFFF, 0, 0x10000",
        "0x10000, 0xFFFF, 0xFFFF",
        "0x28000, 0x8001, 0x28001",
        "0x27FFF, 0xFFFE, 0x2FFFE",
        "0x7FFFFFFF, 0, 0x80000000",
        "0xFFFFFFFF, 1, 0x100000001",
    })
    void guessesTheIndexOfASequenceNumber(String highest, String sequence, String index) {
        assertThat(new Source(1, Long.decode(highest)).indexOf(Integer.decode(sequence)))
                .isEqualTo(Long.decode(index));
    }

    @Rfc(value = "3711, 3.3.2")
    @Test
    void takesEachIndexOnceAndNoneThatIsTooOldWhateverTheOrder() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            long highest = random.nextInt(1 << 20) + 100L;
            Source source = new Source(1, highest);
            Set<Long> taken = new HashSet<>(Set.of(highest));
            for (int n = 0; n < 300; n++) {
                long index = highest + random.nextInt(140) - 100 + (random.nextInt(50) == 0 ? 200 : 0);
                boolean replayed = taken.contains(index) || index <= highest - 64;
                assertThat(source.isReplayed(index))
                        .as("seed %d, index %d", seed, index)
                        .isEqualTo(replayed);
                if (!replayed) {
                    source.accept(index);
                    taken.add(index);
                    highest = Math.max(highest, index);
                }
            }
        }
    }
}
