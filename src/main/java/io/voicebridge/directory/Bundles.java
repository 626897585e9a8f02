package io.voicebridge.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The configuration of tenants as one document: taken out, and brought in again here or elsewhere. What is brought in is
 * first done in a transaction that is rolled back, so that a plan is never something else than what is done after it.
 * Bean {@code bundles}. Thread-safe.
 */
public final class Bundles {

    /** What the documents say of themselves. */
    public static final String FORMAT = "voice-bridge/1";

    private final TransactionTemplate transactions;
    private final Tenants tenants;
    private final AgentTrial trial;
    private final Audit audit;
    private final ObjectMapper json;
    private final Supplier<List<BundlePart>> parts;
    private final Runnable changed;

    /**
     * @param parts in the order in which they are brought in
     * @param changed run after each import
     */
    public Bundles(
            TransactionTemplate transactions,
            Tenants tenants,
            AgentTrial trial,
            Audit audit,
            ObjectMapper json,
            Supplier<List<BundlePart>> parts,
            Runnable changed) {
        this.transactions = transactions;
        this.tenants = tenants;
        this.trial = trial;
        this.audit = audit;
        this.json = json;
        this.parts = parts;
        this.changed = changed;
    }

    /** Without ids and secrets. @throws Problem 404 */
    public ObjectNode export(List<String> tenantIds) {
        return transactions.execute(status -> {
            ObjectNode bundle = json.createObjectNode().put("format", FORMAT);
            ArrayNode sections = bundle.putArray("tenants");
            for (String id : tenantIds) {
                ObjectNode section =
                        sections.addObject().put("name", tenants.get(id).name());
                parts.get().forEach(part -> section.set(part.name(), part.export(id)));
            }
            return bundle;
        });
    }

    /**
     * Brings the only section of the bundle into a tenant, whatever name it has there.
     *
     * @param operator whether what costs the operator money may be changed
     * @throws Problem 422 {@code invalid_bundle} with a pointer to each fault
     */
    public ImportPlan bringInto(String tenantId, String actor, boolean operator, JsonNode bundle, boolean dryRun) {
        return run(dryRun, () -> new BundleRun(tenantId, actor, operator, ""), run -> {
            if (bundle.path("tenants").size() == 1) {
                section(run.of(tenantId, "/tenants/0"), bundle.at("/tenants/0"));
            } else {
                run.fault("/tenants", "must hold one tenant: an import changes the tenant of its key");
            }
        });
    }

    /**
     * Brings every section into the tenant of its name, which is made if it is not there: for whoever runs the bridge.
     *
     * @throws Problem 422 {@code invalid_bundle} with a pointer to each fault
     */
    public ImportPlan bringIn(String actor, JsonNode bundle, boolean dryRun) {
        return run(dryRun, () -> new BundleRun("", actor, true, ""), run -> {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < bundle.path("tenants").size(); i++) {
                JsonNode section = bundle.path("tenants").get(i);
                String name = section.path("name").asText().strip();
                if (seen.add(name.toLowerCase(Locale.ROOT))) {
                    section(run.of(tenant(run, name), "/tenants/" + i), section);
                } else {
                    run.fault("/tenants/" + i + "/name", "stands twice in the bundle");
                }
            }
        });
    }

    private String tenant(BundleRun run, String name) {
        return tenants.named(name)
                .orElseGet(() -> {
                    run.change("tenant", name, "create", "");
                    run.note("The tenant " + name + " has no key yet: ./bridge keys create --tenant '" + name + "'");
                    return tenants.createClosed(
                            run.actor(), json.createObjectNode().put("name", name));
                })
                .id();
    }

    private void section(BundleRun run, JsonNode section) {
        for (BundlePart part : parts.get()) {
            if (section.has(part.name())) {
                part.apply(run.at("/" + part.name()), section.get(part.name()));
            }
        }
        audit.add(run.tenantId(), run.actor(), "config.import", run.tenantId(), "");
    }

    private ImportPlan run(boolean dryRun, Supplier<BundleRun> fresh, Consumer<BundleRun> work) {
        BundleRun rehearsed = fresh.get();
        transactions.executeWithoutResult(status -> {
            work.accept(rehearsed);
            status.setRollbackOnly();
        });
        rehearsed.refuseFaults();
        // outside of a transaction, for it may render what the agents say
        tryOut(rehearsed);
        rehearsed.refuseFaults();
        ImportPlan plan = rehearsed.plan(dryRun);
        if (dryRun || plan.changes().isEmpty()) {
            return plan;
        }
        BundleRun done = fresh.get();
        transactions.executeWithoutResult(status -> {
            work.accept(done);
            done.refuseFaults();
        });
        changed.run();
        return done.plan(false);
    }

    private void tryOut(BundleRun run) {
        for (BundleRun.Trial agent : run.trials()) {
            try {
                trial.prepare(agent.draft(), agent.version());
            } catch (IllegalArgumentException e) {
                run.faultAt(agent.pointer(), e.getMessage());
            }
        }
    }
}
