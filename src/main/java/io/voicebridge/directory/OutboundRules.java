package io.voicebridge.directory;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiPredicate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Asked before every call that goes out for a tenant. Bean {@code outboundRules}. Thread-safe; blocks on the database.
 */
public final class OutboundRules {

    private static final int MAX_NUMBERS = 20_000;

    /** What was decided. */
    public sealed interface Verdict permits Allowed, Refused {}

    /**
     * @param longestRing how long the call may ring
     * @param longestCall how long it may last
     * @param ended to be run when it is over; more than once does no harm
     */
    public record Allowed(Duration longestRing, Duration longestCall, Runnable ended) implements Verdict {}

    /**
     * @param code for programs: bad_number, target_is_self, destination_not_allowed, emergency_number, do_not_call,
     *     outbound_calls, outbound_per_minute, outbound_per_day, no_tenant
     * @param detail one sentence for the tenant's people
     */
    public record Refused(String code, String detail) implements Verdict {}

    private record Rights(OutboundLimits limits, Set<String> numbers, Set<String> terminals) {}

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Tenants tenants;
    private final Audit audit;
    private final OwnAddresses self;
    private final String region;
    private final BiPredicate<String, String> optedOut;
    private final OutboundCalls calls;

    /** @param optedOut whether the owner of a number, as numbers are compared, asked a tenant not to be called */
    public OutboundRules(
            EntityManager entities,
            TransactionTemplate transactions,
            Tenants tenants,
            Audit audit,
            OwnAddresses self,
            String region,
            BiPredicate<String, String> optedOut,
            Clock clock) {
        this.entities = entities;
        this.transactions = transactions;
        this.tenants = tenants;
        this.audit = audit;
        this.self = self;
        this.region = region;
        this.optedOut = optedOut;
        this.calls = new OutboundCalls(clock);
    }

    /**
     * Decides about one call and counts it if it may go out. A refusal is written to the audit.
     *
     * @param tenantId whose call it is; for none nothing is allowed
     * @param reference what it belongs to, such as a conversation, for the audit
     * @param target a SIP or tel URI, or a number
     */
    public Verdict ask(String tenantId, String reference, String target) {
        Verdict verdict = decide(tenantId, target);
        if (verdict instanceof Refused refused && !tenantId.isEmpty()) {
            String detail = refused.code() + ": " + target + (reference.isEmpty() ? "" : " for " + reference);
            transactions.executeWithoutResult(
                    status -> audit.add(tenantId, "call", "outbound.refuse", reference, detail, numberIn(target)));
        }
        return verdict;
    }

    /** Whoever asked not to be called is not called, whoever the call is for; a number of the tenant's own is nobody's. */
    private Optional<Destinations.Refusal> unwanted(String tenantId, String target, Rights rights) {
        String number = numberIn(target);
        return number.isEmpty() || rights.numbers().contains(number) || !optedOut.test(tenantId, number)
                ? Optional.empty()
                : Optional.of(new Destinations.Refusal(
                        "do_not_call",
                        "The owner of the number asked not to be called: it is on the do-not-call list."));
    }

    /** As numbers are compared; empty if there is none. */
    private String numberIn(String target) {
        return NumberKey.of(target, region).map(NumberKey::text).orElse("");
    }

    private Verdict decide(String tenantId, String target) {
        if (tenantId.isEmpty()) {
            return new Refused("no_tenant", "A call that belongs to no tenant does not go out.");
        }
        if (target.toLowerCase(Locale.ROOT).startsWith("sip") && self.contain(target)) {
            return new Refused("target_is_self", "The target is this bridge itself.");
        }
        Rights rights = transactions.execute(status -> rights(tenantId));
        Optional<Destinations.Refusal> refusal = new Destinations(
                        rights.limits().allow(), rights.numbers(), rights.terminals(), region)
                .refusal(target)
                .or(() -> unwanted(tenantId, target, rights))
                .or(() -> calls.begin(tenantId, rights.limits()));
        if (refusal.isPresent()) {
            return new Refused(refusal.get().code(), refusal.get().detail());
        }
        AtomicBoolean over = new AtomicBoolean();
        return new Allowed(
                Duration.ofSeconds(rights.limits().maxRingS()),
                Duration.ofSeconds(rights.limits().maxDurationS()),
                () -> {
                    if (over.compareAndSet(false, true)) {
                        calls.end(tenantId);
                    }
                });
    }

    private Rights rights(String tenantId) {
        List<PhoneNumberRow> rows = entities.createQuery(
                        "select n from PhoneNumberRow n where n.tenantId = :tenant", PhoneNumberRow.class)
                .setParameter("tenant", tenantId)
                .setMaxResults(MAX_NUMBERS)
                .getResultList();
        Set<String> numbers = new HashSet<>();
        Set<String> terminals = new HashSet<>();
        for (PhoneNumberRow row : rows) {
            numbers.add(row.numberKey);
            if (row.terminalUri != null && !row.terminalUri.isBlank()) {
                terminals.add(Destinations.hostOf(row.terminalUri));
            }
        }
        return new Rights(tenants.get(tenantId).settings().outbound(), numbers, terminals);
    }
}
