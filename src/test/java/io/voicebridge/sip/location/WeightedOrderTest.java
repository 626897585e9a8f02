package io.voicebridge.sip.location;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightedOrderTest {

    private final Random random = new Random(7);
    private final WeightedOrder order = new WeightedOrder(most -> random.nextInt(most + 1));

    private static Srv server(int priority, int weight, String target) {
        return new Srv(priority, weight, 5060, target);
    }

    private List<String> targets(Srv... servers) {
        return order.of(List.of(servers)).stream().map(Srv::target).toList();
    }

    @Test
    @Rfc(
            value = "2782",
            says =
                    "SRV: the lowest priority first, equals by lot in the proportion of their weights, those without a weight"
                            + " last; a target of a dot alone says that the service is not offered")
    void triesTheLowestPriorityFirst() {
        assertThat(targets(server(20, 100, "third"), server(0, 0, "first"), server(10, 1, "second")))
                .containsExactly("first", "second", "third");
    }

    @Test
    @Rfc("2782")
    void drawsEqualsInTheProportionOfTheirWeights() {
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            first.merge(
                    targets(server(10, 60, "much"), server(10, 30, "some"), server(10, 10, "little"))
                            .get(0),
                    1,
                    Integer::sum);
        }
        assertThat(first.get("much")).isBetween(5700, 6300);
        assertThat(first.get("some")).isBetween(2700, 3300);
        assertThat(first.get("little")).isBetween(800, 1200);
    }

    @Test
    @Rfc("2782")
    void drawsThoseWithoutAWeightRarely() {
        int first = 0;
        for (int i = 0; i < 10_000; i++) {
            if (targets(server(10, 99, "usual"), server(10, 0, "spare")).get(0).equals("spare")) {
                first++;
            }
        }
        assertThat(first).isBetween(1, 300);
    }

    @Test
    void keepsEveryServer() {
        assertThat(targets(server(1, 0, "a"), server(1, 0, "b"), server(1, 65_535, "c"), server(1, 1, "d")))
                .containsExactlyInAnyOrder("a", "b", "c", "d");
    }
}
