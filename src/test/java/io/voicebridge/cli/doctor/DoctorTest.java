package io.voicebridge.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoctorTest {

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void tellsWhatEachCheckFoundInTheirOrder() throws Exception {
        List<Doctor.Examined> examined = new Doctor(threads, Duration.ofSeconds(30))
                .examine(List.of(
                        new Check("a", () -> Finding.GREEN),
                        new Check("b", () -> Finding.amber("Mend it soon.")),
                        new Check("c", () -> {
                            throw new java.io.IOException("no such host");
                        })));

        assertThat(examined).extracting(Doctor.Examined::check).containsExactly("a", "b", "c");
        assertThat(examined)
                .extracting(Doctor.Examined::status)
                .containsExactly(Finding.Status.GREEN, Finding.Status.AMBER, Finding.Status.RED);
        assertThat(examined).extracting(Doctor.Examined::fix).containsExactly("", "Mend it soon.", "no such host");
    }

    @Test
    void doesNotWaitForACheckThatHangs() throws Exception {
        List<Doctor.Examined> examined = new Doctor(threads, Duration.ofMillis(50))
                .examine(List.of(new Check("hangs", () -> {
                    never.await();
                    return Finding.GREEN;
                })));

        assertThat(examined.get(0).status()).isEqualTo(Finding.Status.RED);
        assertThat(examined.get(0).fix()).contains("not come to an end");
    }
}
