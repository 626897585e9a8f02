package io.voicebridge.trunk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.Page;
import io.voicebridge.directory.Problem;
import io.voicebridge.directory.TenantSecrets;
import io.voicebridge.trunk.CarrierApi.Credentials;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Trunks as they shall be, and what is done about it at their providers. Runs block the caller for as long as the provider
 * takes. Bean {@code trunks}. Thread-safe.
 */
public final class Trunks {

    /** More than a trunk with the most numbers needs. */
    private static final int MOST_REQUESTS = 600;

    private static final int RUNS_AT_A_TIME = 8;

    /** Longer than any run; a bridge that dies in one leaves the trunk to others then. */
    private static final Duration LONGEST_RUN = Duration.ofMinutes(15);

    /** The database and what goes with it. */
    public record Means(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            Ids ids,
            ObjectMapper json,
            Audit audit,
            TenantSecrets secrets) {}

    /** What an apply has done. */
    public record Applied(String id, Trunk.State state, List<Plan.Action> actions) {}

    /** What a destroy has taken back. */
    public record Destroyed(String id, List<String> taken) {}

    /** A trunk that was brought to its provider. */
    public record Standing(String tenantId, String id) {}

    /** A piece that was read back. */
    public record Verified(String path, String status, String detail) {}

    private final TrunkStore store;
    private final TrunksPart bundlePart;
    private final TenantSecrets secrets;
    private final CarrierApi.Opening opening;
    private final Premises premises;
    private final Semaphore slots = new Semaphore(RUNS_AT_A_TIME);

    public Trunks(Means means, CarrierApi.Opening opening, Premises premises) {
        this.store = new TrunkStore(
                means.entities(), means.transactions(), means.clock(), means.ids(), means.audit(), means.json());
        this.bundlePart = new TrunksPart(store, means.json());
        this.secrets = means.secrets();
        this.opening = opening;
        this.premises = premises;
    }

    /** Trunks in a bundle. */
    public TrunksPart bundlePart() {
        return bundlePart;
    }

    /** @throws Problem 409 trunk_exists, too_many_trunks; 422 bad_trunk */
    public Trunk create(String tenantId, String actor, JsonNode body) {
        return store.create(tenantId, actor, body);
    }

    public Page<Trunk> list(String tenantId, String cursor, Integer limit) {
        return store.list(tenantId, cursor, limit);
    }

    /** @throws Problem 404 */
    public Trunk get(String tenantId, String id) {
        return store.get(tenantId, id);
    }

    /** @throws Problem 404, 409 trunk_exists, 412, 422 bad_trunk */
    public Trunk patch(String tenantId, String actor, String id, String ifMatch, JsonNode body) {
        return store.patch(tenantId, actor, id, ifMatch, body);
    }

    /** @throws Problem 404, 409 trunk_in_use */
    public void delete(String tenantId, String actor, String id) {
        store.delete(tenantId, actor, id);
    }

    /** What an apply would do. Changes nothing. @throws Problem 404, 422 missing_secret, 502 provider_error */
    public Plan plan(String tenantId, String id) {
        return run(tenantId, store.open(tenantId, id), Run::plan);
    }

    /** @throws Problem as {@link #plan} */
    public List<Drift> drift(String tenantId, String id) {
        return run(tenantId, store.open(tenantId, id), Run::drift);
    }

    /** Reads every piece back. @throws Problem as {@link #plan} */
    public List<Verified> verify(String tenantId, String id) {
        return plan(tenantId, id).actions().stream()
                .map(action -> new Verified(action.path(), status(action.op()), detail(action)))
                .toList();
    }

    private static String status(Plan.Op op) {
        return switch (op) {
            case KEEP -> "as_wanted";
            case CREATE -> "missing";
            case UPDATE -> "differs";
            case DELETE -> "unwanted";
            case BLOCKED -> "blocked";
        };
    }

    private static String detail(Plan.Action action) {
        return action.op() == Plan.Op.UPDATE
                ? String.join(
                        "; ",
                        action.changes().stream()
                                .map(change -> change.field() + " is '" + change.have() + "' and should be '"
                                        + change.want() + '\'')
                                .toList())
                : action.note();
    }

    /**
     * Brings the trunk to what it shall be. What a run that failed has done stays, and the next one goes on from there.
     *
     * @param body may name the {@code plan} that was seen; null for none
     * @throws Problem 404, 409 plan_stale or trunk_busy, 422 missing_secret, 502 provider_error
     */
    public Applied apply(String tenantId, String actor, String id, JsonNode body) {
        String asked = body == null ? "" : body.path("plan").asText("");
        TrunkStore.Opened opened = store.take(tenantId, actor, id, "trunk.apply", LONGEST_RUN);
        Integer applied = opened.appliedRevision();
        try {
            Plan plan = run(tenantId, opened, run -> run.apply(asked));
            boolean whole = plan.actions().stream().noneMatch(action -> action.op() == Plan.Op.BLOCKED);
            applied = whole ? opened.specRevision() : null;
            return new Applied(id, whole ? Trunk.State.APPLIED : Trunk.State.PENDING, plan.actions());
        } catch (Problem e) {
            applied = e.status() == 502 ? null : applied;
            throw e;
        } finally {
            store.release(id, applied);
        }
    }

    /** Takes back what was made at the provider; numbers stay the account's. @throws Problem as {@link #apply} */
    public Destroyed destroy(String tenantId, String actor, String id) {
        TrunkStore.Opened opened = store.take(tenantId, actor, id, "trunk.destroy", LONGEST_RUN);
        try {
            return new Destroyed(id, run(tenantId, opened, Run::destroy));
        } finally {
            store.release(id, null);
        }
    }

    /** SIP URIs that trunks want to be asked with OPTIONS. */
    public List<String> peers() {
        return store.peers();
    }

    /** Trunks that were brought to their provider, of all tenants. */
    public List<Standing> applied() {
        return store.applied();
    }

    private <T> T run(String tenantId, TrunkStore.Opened opened, Function<Run, T> work) {
        Desired desired = opened.desired();
        if (desired.provider() == Provider.BYO || desired.provider() == Provider.FIVE9_POP) {
            return work.apply(at(opened, new PeerCarrier(desired, premises)));
        }
        Credentials credentials = credentials(tenantId, desired);
        if (!slots.tryAcquire()) {
            throw new Problem(503, "trunks_busy", "Too many trunks are worked on. Try again.")
                    .with("Retry-After", "10");
        }
        try (CarrierApi api = opening.open(desired.provider(), credentials)) {
            PatientApi patient = new PatientApi(api, pause -> Thread.sleep(pause.toMillis()), MOST_REQUESTS);
            Carrier carrier = desired.provider() == Provider.TWILIO
                    ? new TwilioCarrier(
                            desired, patient, new TwilioAccount(desired, patient, () -> password(tenantId, desired)))
                    : new TelnyxCarrier(desired, patient);
            return work.apply(at(opened, carrier));
        } finally {
            slots.release();
        }
    }

    private Run at(TrunkStore.Opened opened, Carrier carrier) {
        return new Run(
                opened.desired().provider(),
                carrier,
                opened.made(),
                store.ledger(opened.desired().id()));
    }

    private Credentials credentials(String tenantId, Desired desired) {
        JsonNode account = desired.spec().path("account");
        String sid = account.path("sid").asText("");
        return new Credentials(
                sid,
                account.path("user").asText(sid),
                secret(tenantId, account.path("secret").asText()));
    }

    private String password(String tenantId, Desired desired) {
        return secret(
                tenantId,
                desired.spec().path("credential").path("password_secret").asText());
    }

    private String secret(String tenantId, String name) {
        return secrets.open(tenantId, name)
                .orElseThrow(() -> new Problem(
                        422,
                        "missing_secret",
                        "There is no secret '" + name + "'. Write it with POST /secrets, or name another."));
    }
}
