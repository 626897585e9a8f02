package io.voicebridge.cli.trunk;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.voicebridge.directory.Reason;
import io.voicebridge.trunk.Drift;
import io.voicebridge.trunk.Trunks.Standing;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks from time to time whether trunks are still at their providers as they were applied, and shows how many differences there
 * are, of all trunks together: whose they are the doctor and {@code GET /trunks/{id}/drift} tell those who may know. Bean {@code
 * trunkWatch}, called by the route {@code watch-trunks}, one look at a time. Blocks for as long as the providers take.
 */
public final class TrunkWatch {

    private static final Logger LOG = LoggerFactory.getLogger(TrunkWatch.class);

    private final Supplier<List<Standing>> applied;
    private final Function<Standing, List<Drift>> drift;
    private volatile int critical;
    private volatile int warning;
    private volatile int unasked;

    /**
     * @param applied the trunks that stand at a provider
     * @param drift asks the provider of one; fails if it gives no answer
     */
    public TrunkWatch(Supplier<List<Standing>> applied, Function<Standing, List<Drift>> drift) {
        this.applied = applied;
        this.drift = drift;
    }

    /** Shows what the last look has found; nothing before the first one. */
    public void show(MeterRegistry meters) {
        differences(meters, "critical", watch -> watch.critical);
        differences(meters, "warning", watch -> watch.warning);
        Gauge.builder("trunk_drift_unasked", this, watch -> watch.unasked)
                .description("Trunks whose provider could not be asked at the last look")
                .register(meters);
    }

    private void differences(MeterRegistry meters, String kind, java.util.function.ToDoubleFunction<TrunkWatch> found) {
        Gauge.builder("trunk_drift_differences", this, found)
                .description("Differences between trunks as they were applied and as their providers have them")
                .tag("kind", kind)
                .register(meters);
    }

    /** Asks for each trunk. One that fails leaves the others to be asked. */
    public void look() {
        int dangers = 0;
        int others = 0;
        int silent = 0;
        for (Standing trunk : applied.get()) {
            try {
                for (Drift one : drift.apply(trunk)) {
                    if (one.severity() == Drift.Severity.CRITICAL) {
                        dangers++;
                    } else {
                        others++;
                    }
                }
            } catch (RuntimeException e) {
                silent++;
                LOG.warn("The trunk {} could not be looked at: {}", trunk.id(), Reason.of(e));
            }
        }
        if (dangers > 0 && critical == 0) {
            LOG.warn("Trunks differ from what was applied, so that calls are in danger: ./bridge doctor says where");
        }
        critical = dangers;
        warning = others;
        unasked = silent;
    }
}
