package io.voicebridge.conversation;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many entries a timeline may have. What a call is judged by always gets in; the rest is counted once there is no
 * room, and the last entry says how many were left out. Counts of calls that are up on other bridges are not seen until
 * they are read anew, so a timeline may grow by as much again for each bridge that writes to it.
 *
 * <p>The first few entries that a process writes to a conversation are not counted in the database: nearly all get no more,
 * and counting is a fifth of what an entry costs. So each start of a bridge may add a {@value #FEW_PART}th of the limit,
 * {@value #MOST_FEW} entries at most, to a timeline that is full. Thread-safe.
 */
final class TimelineQuota {

    static final String FULL = "timeline-full";

    /** At most one of each, or limited elsewhere. */
    private static final Set<String> ALWAYS = Set.of(
            "call-arrived",
            "answered",
            "hangup-asked",
            "call-ended",
            "media",
            "outcome-committed",
            "outcome-checkpoint",
            "outcome-missing",
            "event-undelivered",
            Note.OPT_OUT_TOLD,
            "checkpoint-promoted",
            "recording-complete",
            "recording-truncated",
            "recording-failed",
            "events-lost",
            "written-late",
            "erased");

    static final int REMEMBERED = 10_000;

    /** H2 compares each entry that it counts with every conversation that is asked for: of many, that is most of the work. */
    static final int ASKED_AT_ONCE = 64;

    static final int FEW_PART = 16;
    static final int MOST_FEW = 127;

    /** One byte each. Conversations that share one are counted earlier. */
    private static final int SLOTS = 1 << 20;

    /** One conversation's count. */
    private static final class Count {
        int written;
        long leftOut;
        boolean changed;
        String tenantId = "";
    }

    /** A timeline that has left something out. */
    record Full(String tenantId, String conversationId, long leftOut) {}

    private final EntityManager entities;
    private final int max;
    private final int remembered;
    private final int few;

    /** Entries that were written without knowing how many there are, by the conversation's hash. */
    private final byte[] uncounted = new byte[SLOTS];

    /** Whether one of the counts has changed. */
    private boolean changed;

    private final Map<String, Count> counts = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
            return size() > remembered && !eldest.getValue().changed;
        }
    };

    /**
     * @param max entries of a conversation
     * @param remembered conversations whose entries need not be counted again; no fewer than are expected at once
     */
    TimelineQuota(EntityManager entities, int max, int remembered) {
        this.entities = entities;
        this.max = max;
        this.remembered = remembered;
        this.few = Math.min(max / FEW_PART, MOST_FEW);
    }

    /** A conversation that has no entry yet. */
    synchronized void begins(String conversationId) {
        counts.put(conversationId, new Count());
    }

    /** In a transaction. Returns whether the entry may be written, and counts it either way. */
    boolean admits(TimelineRow row) {
        if (isOneOfFew(row.conversationId)) {
            return true;
        }
        Count count = count(row.conversationId);
        synchronized (this) {
            if (count.written < max || ALWAYS.contains(row.kind)) {
                count.written++;
                return true;
            }
            count.leftOut++;
            count.changed = true;
            changed = true;
            count.tenantId = row.tenantId;
            return false;
        }
    }

    private synchronized boolean isOneOfFew(String conversationId) {
        if (counts.get(conversationId) != null || !mayGoUncounted(conversationId)) {
            return false;
        }
        uncounted[slot(conversationId)]++;
        return true;
    }

    private boolean mayGoUncounted(String conversationId) {
        return uncounted[slot(conversationId)] < few;
    }

    private static int slot(String conversationId) {
        int hash = conversationId.hashCode() * 0x9E3779B9;
        return (hash ^ hash >>> 16) & SLOTS - 1;
    }

    /** Those that have left out more since they were asked for last. */
    synchronized List<Full> changed() {
        if (!changed) {
            return List.of();
        }
        changed = false;
        List<Full> full = new ArrayList<>();
        counts.forEach((id, count) -> {
            if (count.changed) {
                count.changed = false;
                full.add(new Full(count.tenantId, id, count.leftOut));
            }
        });
        return full;
    }

    /** Reads the counts that {@link #admits} would ask for one by one. In a transaction, before anything is written in it. */
    void expect(Collection<String> conversationIds) {
        Set<String> unknown = new HashSet<>(conversationIds);
        synchronized (this) {
            // Asked for, and not only looked for: what is read now must not push out what is known of the others
            unknown.removeIf(id -> counts.get(id) != null || mayGoUncounted(id));
        }
        if (unknown.isEmpty()) {
            return;
        }
        Map<String, Integer> written = new HashMap<>();
        List<String> ids = List.copyOf(unknown);
        for (int from = 0; from < ids.size(); from += ASKED_AT_ONCE) {
            written.putAll(written(ids.subList(from, Math.min(from + ASKED_AT_ONCE, ids.size()))));
        }
        for (String id : unknown) {
            Count read = new Count();
            read.written = written.getOrDefault(id, 0);
            read.leftOut = read.written < max ? 0 : leftOut(id);
            synchronized (this) {
                counts.putIfAbsent(id, read);
            }
        }
    }

    /** Those without an entry are left out. */
    private Map<String, Integer> written(List<String> ids) {
        Map<String, Integer> written = new HashMap<>();
        entities.createQuery(
                        "select t.conversationId, count(t) from TimelineRow t where t.conversationId in :ids"
                                + " group by t.conversationId",
                        Object[].class)
                .setParameter("ids", ids)
                .getResultList()
                .forEach(line -> written.put((String) line[0], Math.toIntExact((Long) line[1])));
        return written;
    }

    private Count count(String conversationId) {
        synchronized (this) {
            Count known = counts.get(conversationId);
            if (known != null) {
                return known;
            }
        }
        Count read = new Count();
        read.written = Math.toIntExact(
                entities.createQuery("select count(t) from TimelineRow t where t.conversationId = :id", Long.class)
                        .setParameter("id", conversationId)
                        .getSingleResult());
        read.leftOut = read.written < max ? 0 : leftOut(conversationId);
        synchronized (this) {
            Count other = counts.putIfAbsent(conversationId, read);
            return other == null ? read : other;
        }
    }

    private long leftOut(String conversationId) {
        return entities.createQuery(
                        "from TimelineRow t where t.conversationId = :id and t.kind = :kind", TimelineRow.class)
                .setParameter("id", conversationId)
                .setParameter("kind", FULL)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .map(row -> Long.parseLong(row.summary.substring(0, row.summary.indexOf(' '))))
                .orElse(0L);
    }

    static String summary(long leftOut) {
        return leftOut + " more entries were left out: the timeline is full";
    }

    /** Brings the last entry up to date, or makes it. In a transaction. */
    void tell(Full full, TimelineRow entry, Instant at) {
        int present = entities.createQuery("update TimelineRow t set t.summary = :summary, t.detail = :detail,"
                        + " t.at = :at where t.conversationId = :id and t.kind = :kind")
                .setParameter("summary", entry.summary)
                .setParameter("detail", entry.detail)
                .setParameter("at", at)
                .setParameter("id", full.conversationId())
                .setParameter("kind", FULL)
                .executeUpdate();
        if (present == 0) {
            entities.persist(entry);
        }
    }
}
