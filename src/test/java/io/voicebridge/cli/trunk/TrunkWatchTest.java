package io.voicebridge.cli.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.voicebridge.trunk.Drift;
import io.voicebridge.trunk.Trunks.Standing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrunkWatchTest {

    private static final Standing WEST = new Standing("tn_1", "tr_west");
    private static final Standing EAST = new Standing("tn_2", "tr_east");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Map<Standing, List<Drift>> found = new LinkedHashMap<>();

    private final TrunkWatch watch = new TrunkWatch(() -> List.of(WEST, EAST), trunk -> {
        if (!found.containsKey(trunk)) {
            throw new IllegalStateException("The provider is away");
        }
        return found.get(trunk);
    });

    private double differences(String kind) {
        return meters.get("trunk_drift_differences").tag("kind", kind).gauge().value();
    }

    private double unasked() {
        return meters.get("trunk_drift_unasked").gauge().value();
    }

    @Test
    void addsUpTheDifferencesOfAllTrunks() {
        watch.show(meters);
        found.put(WEST, List.of(new Drift("connection.transport", "TLS", "UDP", Drift.Severity.CRITICAL)));
        found.put(
                EAST,
                List.of(
                        new Drift("number/+13125550155", "", "+13125550155", Drift.Severity.WARNING),
                        new Drift("connection.codecs", "PCMU", "G729", Drift.Severity.CRITICAL)));

        watch.look();

        assertThat(differences("critical")).isEqualTo(2);
        assertThat(differences("warning")).isEqualTo(1);
        assertThat(unasked()).isZero();
    }

    @Test
    void aProviderThatIsAwayLeavesTheOthersToBeAsked() {
        watch.show(meters);
        found.put(EAST, List.of(new Drift("connection.transport", "TLS", "UDP", Drift.Severity.CRITICAL)));

        watch.look();

        assertThat(differences("critical")).isEqualTo(1);
        assertThat(unasked()).isEqualTo(1);
    }

    @Test
    void whatWasPutRightIsShownNoMore() {
        watch.show(meters);
        found.put(WEST, List.of(new Drift("connection.transport", "TLS", "UDP", Drift.Severity.CRITICAL)));
        found.put(EAST, List.of());
        watch.look();
        found.put(WEST, List.of());

        watch.look();

        assertThat(differences("critical")).isZero();
    }
}
