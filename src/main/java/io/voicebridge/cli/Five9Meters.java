package io.voicebridge.cli;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What Five9's scripts were told, and how long it took. No label holds what a script sent. Thread-safe. */
final class Five9Meters {

    /** The words of an answer, and {@code unavailable} for a question that has none, say because the database is away. */
    private static final List<String> STATUSES =
            List.of("ready", "pending", "failed", "not_found", "ambiguous", "expired", "invalid", "unavailable");

    private final Supplier<Optional<MeterRegistry>> registry;

    /** To find them anew costs more than to count. Null before the first, and when a live reload has cleared the registry. */
    private volatile Shown shown;

    private MeterRegistry watched;

    private record Shown(MeterRegistry registry, Map<String, Counter> told, Timer atOnce, Timer waited) {

        static Shown of(MeterRegistry registry) {
            return new Shown(
                    registry,
                    STATUSES.stream()
                            .collect(Collectors.toUnmodifiableMap(
                                    status -> status, status -> counter(registry, status))),
                    timer(registry, false),
                    timer(registry, true));
        }
    }

    /** @param registry asked each time: a live reload of routes may put another one in its place */
    Five9Meters(Supplier<Optional<MeterRegistry>> registry) {
        this.registry = registry;
    }

    /** Shows all of them from the start, so that the first of a kind counts as a rise. */
    void show() {
        shown();
    }

    /**
     * @param status of the answer; {@code unavailable} if there is none
     * @param waited whether the answer came later than the first look, as a question with {@code wait} asks for
     */
    void answered(String status, Duration took, boolean waited) {
        shown().ifPresent(meters -> {
            meters.told().getOrDefault(status, meters.told().get("invalid")).increment();
            (waited ? meters.waited() : meters.atOnce()).record(took);
        });
    }

    private Optional<Shown> shown() {
        return registry.get().map(found -> {
            Shown last = shown;
            return last != null && last.registry() == found ? last : shown(found);
        });
    }

    private synchronized Shown shown(MeterRegistry found) {
        if (watched != found) {
            watched = found;
            found.config().onMeterRemoved(removed -> shown = null);
        }
        Shown now = Shown.of(found);
        shown = now;
        return now;
    }

    private static Counter counter(MeterRegistry found, String status) {
        return Counter.builder("five9_lookups")
                .description("Questions of scripts for the outcome of a call, by what they were told")
                .tag("status", status)
                .register(found);
    }

    private static Timer timer(MeterRegistry found, boolean waited) {
        return Timer.builder("five9_lookup")
                .description("How long a question of a script took; those that waited for their outcome apart")
                .tag("waited", waited ? "yes" : "no")
                .serviceLevelObjectives(
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofMillis(4500))
                .register(found);
    }
}
