package io.voicebridge.component.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.voicebridge.conformance.Duty;
import io.voicebridge.sip.transport.MessageRates;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SipMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MessageRates rates = MessageRates.unlimited();
    private final SipMetrics metrics = new SipMetrics(() -> Optional.of(registry));

    @Duty(
            value = "Metrics",
            says = "no label holds what a peer chose: the number of series does not grow with the calls")
    @Test
    void hasNoMoreSeriesAfterTenThousandCalls() {
        metrics.messages(rates);
        metrics.invited();
        for (int status = 400; status < 700; status++) {
            metrics.refused(status);
        }
        int before = registry.getMeters().size();
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            metrics.invited();
            metrics.refused(400 + random.nextInt(300));
        }

        assertThat(registry.getMeters()).hasSize(before);
    }
}
