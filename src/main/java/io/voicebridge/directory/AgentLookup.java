package io.voicebridge.directory;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.directory.NumberLedger.Neighbour;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Finds the tenant and the published agent of a called number, or of a call's token. Answers are remembered for {@link #FRESH}, less if the
 * directory was changed through this process, so that a storm of calls costs no query for each; numbers that were found
 * before are still found for {@link #STALE} while the database is away. Bean {@code agentLookup}. Thread-safe.
 */
public final class AgentLookup {

    static final Duration FRESH = Duration.ofSeconds(5);
    static final Duration STALE = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(AgentLookup.class);
    private static final int MAX_KNOWN = 50_000;
    private static final int MAX_UNKNOWN = 2_000;
    private static final int NEAR = 2;

    /** What is remembered of a token that is nobody's; never given away. */
    private static final Lookup NOBODYS = new Lookup.Refused("", 404, "call-token-unknown", "Not found", "");

    private record Remembered(Lookup lookup, Instant readAt, long generation) {}

    private record Neighbours(List<Neighbour> numbers, Instant readAt, long generation) {}

    private final NumberLedger ledger;
    private final Clock clock;
    private final String region;
    private final UnaryOperator<String> hash;

    /** Apart, so that calls to numbers that nobody has cannot push out those that somebody has. */
    private final Map<String, Remembered> known = new Recent<>(MAX_KNOWN);

    private final Map<String, Remembered> unknown = new Recent<>(MAX_UNKNOWN);
    private Neighbours neighbours = new Neighbours(List.of(), Instant.MIN, -1);
    private long generation;

    /**
     * @param region the country whose national numbers are meant, such as {@code US}
     * @param hash how a call token is kept
     */
    public AgentLookup(
            EntityManager entities,
            TransactionTemplate transactions,
            ObjectMapper json,
            Clock clock,
            String region,
            UnaryOperator<String> hash) {
        this.ledger = new NumberLedger(entities, transactions, json);
        this.clock = clock;
        this.region = region;
        this.hash = hash;
    }

    /** @param called in any form, see {@link NumberKey} */
    public Lookup find(String called) {
        Optional<NumberKey> key = NumberKey.of(called, region);
        if (key.isEmpty()) {
            return new Lookup.Refused(
                    "",
                    404,
                    "not-a-number",
                    "Not found",
                    "The called address holds no number, so it fits none that is registered.");
        }
        String text = key.get().text();
        return fresh(text).orElseGet(() -> {
            long current = generation();
            return read(text, text, current, () -> ledger.find(key.get()), () -> unregistered(key.get(), current));
        });
    }

    /** @return the number that has the token, or why it cannot be looked up; empty if the token is nobody's */
    public Optional<Lookup> findByToken(String token) {
        String hashed = hash.apply(token);
        String key = "token " + hashed;
        Lookup lookup = fresh(key)
                .orElseGet(() -> read(
                        key,
                        "a call with a token",
                        generation(),
                        () -> ledger.findByToken(hashed, clock.instant()),
                        () -> NOBODYS));
        return Optional.of(lookup).filter(found -> found != NOBODYS);
    }

    /**
     * An agent as a rehearsal calls it, at a number of its tenant. Nothing is remembered.
     *
     * @param draft whether its draft is to answer, as version 0
     * @throws Problem 404, 409 {@code not_published} or {@code number_needed}
     */
    public Lookup.Found rehearsed(String tenantId, String agentId, boolean draft) {
        return ledger.rehearsed(tenantId, agentId, draft);
    }

    /** What was remembered is read again; to be called when the directory was changed. */
    public synchronized void invalidate() {
        generation++;
    }

    private synchronized Optional<Lookup> fresh(String key) {
        return recall(key)
                .filter(entry -> entry.generation() == generation)
                .filter(entry -> clock.instant().isBefore(entry.readAt().plus(FRESH)))
                .map(Remembered::lookup);
    }

    private synchronized Optional<Remembered> recall(String key) {
        Remembered found = known.get(key);
        return Optional.ofNullable(found == null ? unknown.get(key) : found);
    }

    /** @param shown what the log calls the key */
    private Lookup read(
            String key, String shown, long current, Supplier<Optional<Lookup>> query, Supplier<Lookup> ifNobodys) {
        try {
            Optional<Lookup> found = query.get();
            Lookup lookup = found.orElseGet(ifNobodys);
            remember(key, lookup, found.isPresent(), current);
            return lookup;
        } catch (RuntimeException e) {
            return stale(key, shown, e);
        }
    }

    private synchronized long generation() {
        return generation;
    }

    private synchronized void remember(String key, Lookup lookup, boolean registered, long current) {
        Remembered entry = new Remembered(lookup, clock.instant(), current);
        (registered ? known : unknown).put(key, entry);
        (registered ? unknown : known).remove(key);
    }

    private Lookup stale(String key, String shown, RuntimeException failure) {
        Optional<Lookup> remembered = recall(key)
                .filter(entry -> clock.instant().isBefore(entry.readAt().plus(STALE)))
                .map(Remembered::lookup);
        LOG.warn(
                "The directory cannot be read, so {} is answered {}: {}",
                shown,
                remembered.isPresent() ? "as before" : "503",
                Reason.of(failure));
        return remembered.orElseGet(() -> new Lookup.Refused(
                "",
                503,
                "directory-unavailable",
                "Service unavailable",
                "The database could not be read, and the number was not called before: " + failure.getMessage()));
    }

    private Lookup unregistered(NumberKey key, long current) {
        Optional<Neighbour> nearest = neighbours(current).stream()
                .filter(number -> Math.abs(number.key().length() - key.text().length()) <= NEAR)
                .filter(number -> EditDistance.between(number.key(), key.text(), NEAR + 1) <= NEAR)
                .min(Comparator.comparingInt(number -> EditDistance.between(number.key(), key.text(), NEAR + 1)));
        return new Lookup.Refused(
                nearest.map(Neighbour::tenantId).orElse(""),
                404,
                "number-not-registered",
                "Not found",
                nearest.map(number ->
                                key.text() + " is not registered; the nearest registered number is " + number.number())
                        .orElse(key.text() + " is not registered, and no registered number is like it"));
    }

    private List<Neighbour> neighbours(long current) {
        synchronized (this) {
            boolean fresh = neighbours.generation() == current
                    && clock.instant().isBefore(neighbours.readAt().plus(FRESH));
            if (fresh) {
                return neighbours.numbers();
            }
        }
        List<Neighbour> read = ledger.neighbours();
        synchronized (this) {
            neighbours = new Neighbours(read, clock.instant(), current);
        }
        return read;
    }

    /** Keeps the entries that were used last. */
    private static final class Recent<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1L;
        private final int max;

        Recent(int max) {
            super(64, 0.75f, true);
            this.max = max;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > max;
        }
    }
}
