package io.voicebridge.conversation;

import io.voicebridge.directory.Ids;
import io.voicebridge.directory.Problem;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityNotFoundException;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The life of a conversation: what becomes of it between the INVITE and the last word about it. Every method has
 * committed when it returns, or joins the transaction of the calling thread. Blocks on the database; thread-safe.
 */
public final class Conversations {

    private final EntityManager entities;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Ids ids;
    private final Timeline timeline;
    private final Wakeups wakeups;
    private final Announcements announcements;
    private final Intake intake;
    private final OutcomeLedger ledger;
    private final Diagnosis diagnosis;
    private final JsonColumn json;
    private final UnaryOperator<String> numberKey;
    private final Masks masks;

    Conversations(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            Ids ids,
            Timeline timeline,
            Wakeups wakeups,
            Announcements announcements,
            Intake intake,
            OutcomeLedger ledger,
            Diagnosis diagnosis,
            JsonColumn json,
            UnaryOperator<String> numberKey,
            Masks masks) {
        this.entities = entities;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
        this.timeline = timeline;
        this.wakeups = wakeups;
        this.announcements = announcements;
        this.intake = intake;
        this.ledger = ledger;
        this.diagnosis = diagnosis;
        this.json = json;
        this.numberKey = numberKey;
        this.masks = masks;
    }

    /** Writes the row and joins the registration that announced the call, if exactly one did. */
    public Begun begin(NewConversation call) {
        return begin(call, Set.of());
    }

    /**
     * The same, with what {@link #used} would do, in one transaction.
     *
     * @param referenced names in the prompt or dialogue, in any case; those without a value are put on the timeline
     */
    public Begun begin(NewConversation call, Collection<String> referenced) {
        return transactions.execute(status -> intake.begin(call, lowerCase(referenced)));
    }

    private static Set<String> lowerCase(Collection<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    /** {@link #answered(String, Instant)}, just now. */
    public void answered(String conversationId) {
        answered(conversationId, clock.instant());
    }

    /**
     * The 200 was sent. Without effect if the conversation is over.
     *
     * @param at when it was sent, which may be long ago if the database was away
     */
    public void answered(String conversationId, Instant at) {
        answered(conversationId, at, "");
    }

    /** @param recording the file name that the recording will have, or empty if there is none */
    public void answered(String conversationId, Instant at, String recording) {
        answered(conversationId, at, recording, 0);
    }

    /** @param agentLeadMs how long the agent had been there: from then on the transcript counts */
    public void answered(String conversationId, Instant at, String recording, long agentLeadMs) {
        change(conversationId, row -> {
            if (!row.state.equals("ringing")) {
                return;
            }
            row.state = "talking";
            row.answeredAt = at;
            row.agentLeadMs = agentLeadMs;
            if (!recording.isEmpty()) {
                row.recording = Text.line(recording, 255);
                row.recordingState = RecordingFacts.State.WRITING.wire();
            }
            timeline.write(row.tenantId, row.id, new Note("answered", "bridge", "The agent answered the call"), at);
        });
    }

    /** Idempotent by the item's id. */
    public void transcript(String conversationId, TranscriptLine line) {
        change(conversationId, row -> {
            TranscriptRow item = new TranscriptRow();
            item.conversationId = row.id;
            item.tenantId = row.tenantId;
            item.itemId = Text.line(line.itemId(), 64);
            item.role = line.role();
            item.text = Text.storable(masks.of(row.id).text(line.text()), 10_000);
            item.startMs = line.startMs();
            item.endMs = line.endMs();
            item.interruptedAtMs = line.interruptedAtMs();
            item.confidence = line.confidence();
            item.source = Text.line(line.source(), 64);
            entities.merge(item);
        });
    }

    public void note(String conversationId, Note note) {
        note(conversationId, note, clock.instant());
    }

    /** @param at when it happened */
    public void note(String conversationId, Note note, Instant at) {
        change(conversationId, row -> timeline.write(row.tenantId, row.id, note, at));
    }

    /**
     * Like {@link #note}, and tells others what became of a transfer.
     *
     * @param at when it happened
     */
    public void transferred(String conversationId, Note note, TransferResult result, Instant at) {
        change(conversationId, row -> {
            timeline.write(row.tenantId, row.id, note, at);
            announcements.announce(Announcement.transferred(row, result, at));
        });
    }

    /**
     * A transfer shows another number than the customer's. The script at its other end knows no other, and asks by it.
     *
     * @param number in any spelling
     */
    public void presented(String conversationId, String number) {
        change(conversationId, row -> intake.presents(row, number));
    }

    /** Like {@link #note}, in the transaction of the calling thread, which need not lock the conversation. */
    public void noteAlong(String tenantId, String conversationId, Note note) {
        timeline.write(tenantId, conversationId, note);
    }

    /** Like {@link #note}, for what may be lost with the process: measurements and questions asked. */
    public void noteSoon(String tenantId, String conversationId, Note note) {
        timeline.writeSoon(tenantId, conversationId, note);
    }

    /**
     * Marks the variables that the agent refers to.
     *
     * @param referenced names in the prompt or dialogue, in any case; those without a value are put on the timeline
     */
    public void used(String conversationId, Collection<String> referenced) {
        Set<String> wanted = lowerCase(referenced);
        change(conversationId, row -> {
            Set<String> present = new HashSet<>();
            for (VariableRow variable : variables(row.id)) {
                variable.used = wanted.contains(variable.nameKey);
                present.add(variable.nameKey);
            }
            Intake.missing(present, wanted).ifPresent(note -> timeline.write(row.tenantId, row.id, note));
        });
    }

    /** Whether a simulated customer calls. */
    public boolean isRehearsal(String conversationId) {
        return transactions.execute(status -> entities.createQuery(
                        "select c.rehearsal from ConversationRow c where c.id = :id", Boolean.class)
                .setParameter("id", conversationId)
                .getResultStream()
                .anyMatch(Boolean::booleanValue));
    }

    /** Who is about to end the call by our side: {@code agent} or {@code api}. The first to say so is remembered. */
    public void ending(String conversationId, String by) {
        change(conversationId, row -> ending(row, by, timeline));
    }

    static void ending(ConversationRow row, String by, Timeline timeline) {
        if (row.endedBy.isEmpty()) {
            row.endedBy = by;
            timeline.write(row.tenantId, row.id, new Note("hangup-asked", by, "The call is to be ended"));
        }
    }

    /**
     * The call is over. A checkpoint becomes the outcome; without any the outcome is {@code no_input} if the caller
     * was there and said nothing, else {@code failed}, with the number's default route. Idempotent.
     */
    public void end(String conversationId, EndFacts facts) {
        end(conversationId, facts, clock.instant());
    }

    /**
     * As {@link #end(String, EndFacts)}.
     *
     * @param at when it ended, which may be long ago if the database was away
     */
    public void end(String conversationId, EndFacts facts, Instant at) {
        change(conversationId, row -> end(row, facts, at));
    }

    private void end(ConversationRow row, EndFacts facts, Instant at) {
        if (row.state.equals("ended")) {
            return;
        }
        row.state = "ended";
        row.endedAt = at;
        if (row.endedBy.isEmpty() || !facts.endedBy().equals("agent")) {
            row.endedBy = facts.endedBy();
        }
        row.endDetail = Text.line(masks.of(row.id).text(facts.detail()), 500);
        masks.end(row.id);
        row.metrics = facts.metrics().isEmpty() ? "" : json.write(facts.metrics());
        recorded(row, facts.recording());
        boolean callerSpoke = count(
                        "select count(t) from TranscriptRow t where t.conversationId = :id" + " and t.role = 'caller'",
                        row.id)
                > 0;
        timeline.write(
                row.tenantId,
                row.id,
                new Note(
                        "call-ended",
                        actor(row.endedBy),
                        "The call ended: " + row.endDetail,
                        Map.of("by", row.endedBy)),
                at);
        facts.notes().forEach(note -> timeline.write(row.tenantId, row.id, note, at));
        OutcomeRow outcome = ledger.settle(row, callerSpoke);
        diagnosis.atEnd(row, outcome);
        announcements.announce(Announcement.ended(row));
        wakeups.wakeAfterCommit(row.id);
    }

    /** The recording of a call that is over has been written, or never will be. */
    public void recorded(String conversationId, RecordingFacts recording) {
        change(conversationId, row -> recorded(row, recording));
    }

    private void recorded(ConversationRow row, RecordingFacts recording) {
        boolean known = !row.recordingState.isEmpty() && !row.recordingState.equals("writing");
        if (row.erasedAt != null || known || recording.state() == RecordingFacts.State.NONE) {
            return;
        }
        row.recordingState = recording.state().wire();
        switch (recording.state()) {
            case COMPLETE, TRUNCATED -> {
                row.recording = Text.line(recording.file(), 255);
                row.recordedMs = recording.millis();
            }
            case FAILED -> row.recording = "";
            default -> {
                // The name stays as it was at the answer.
            }
        }
        boolean gaps = recording.lostMillis() > 0;
        if (gaps || List.of("truncated", "failed").contains(row.recordingState)) {
            timeline.write(
                    row.tenantId,
                    row.id,
                    new Note(
                            "recording-" + row.recordingState,
                            "bridge",
                            "The recording is " + row.recordingState + ": it holds " + recording.millis() / 1000 + " s"
                                    + (gaps
                                            ? ", " + recording.lostMillis() + " ms of them silent for lack of time"
                                            : ""),
                            Map.of("recorded_ms", recording.millis(), "lost_ms", recording.lostMillis())));
        }
    }

    private static String actor(String endedBy) {
        return Set.of("caller", "agent", "api").contains(endedBy) ? endedBy : "bridge";
    }

    /** Keeps a row of a refused INVITE, and ends the conversation if there was one already. */
    public void rejected(RejectedCall call, Optional<String> conversationId) {
        rejected(call, conversationId, clock.instant());
    }

    /** @param at when it was refused, which may be long ago if the database was away */
    public void rejected(RejectedCall call, Optional<String> conversationId, Instant at) {
        transactions.executeWithoutResult(status -> {
            RejectedRow row = new RejectedRow();
            row.id = ids.next("rj");
            row.tenantId = call.tenantId().isEmpty() ? null : call.tenantId();
            row.at = at;
            row.callId = Text.line(call.callId(), 255);
            row.ani = Text.line(call.ani(), 64);
            row.partyKey = Text.line(numberKey.apply(call.ani()), 32);
            row.dnis = Text.line(call.dnis(), 64);
            row.source = Text.line(call.source(), 64);
            row.status = call.status();
            row.condition = Text.line(call.condition(), 64);
            row.reason = Text.line(call.reason(), 500);
            row.hint = Text.line(call.hint(), 500);
            entities.persist(row);
            if (row.tenantId != null) {
                announcements.announce(Announcement.rejected(row, conversationId.orElse("")));
            }
        });
        conversationId.ifPresent(id ->
                end(id, new EndFacts("bridge", "refused with " + call.status() + ": " + call.reason(), "", 0), at));
    }

    /**
     * The conversation of a call that was never answered. The database may go away after it has committed a row and
     * before it says so: then there is a row that {@link #begin} did not tell of.
     */
    public Optional<String> ringing(String tenantId, String callId) {
        return transactions.execute(status -> entities.createQuery(
                        "select c.id from ConversationRow c where c.tenantId = :tenant and c.callId = :call"
                                + " and c.state = 'ringing'",
                        String.class)
                .setParameter("tenant", tenantId)
                .setParameter("call", Text.line(callId, 255))
                .setMaxResults(1)
                .getResultStream()
                .findFirst());
    }

    /**
     * Ends what this bridge had open when it died: checkpoints are promoted. Called once, before calls are taken.
     *
     * @return how many conversations there were
     */
    public int recover(String node) {
        return recover(node, "the bridge stopped during the call");
    }

    /** The same for a bridge that is gone, and that a later call of this finds nothing of. */
    int recover(String node, String detail) {
        List<String> open =
                transactions.execute(status -> entities.createNamedQuery(ConversationRow.OPEN_AT, String.class)
                        .setParameter("node", node)
                        .getResultList());
        transactions.executeWithoutResult(status -> entities.createNamedQuery(ConversationRow.TRUNCATE_AT)
                .setParameter("node", node)
                .executeUpdate());
        for (String id : open) {
            change(id, row -> {
                if (row.state.equals("ended")) {
                    return;
                }
                Instant last = entities.createQuery(
                                "select max(t.at) from TimelineRow t where t.conversationId = :id", Instant.class)
                        .setParameter("id", id)
                        .getSingleResult();
                row.endedBy = "";
                // The recorder mends what was written until then under the same name.
                RecordingFacts recording = row.recording.isEmpty()
                        ? RecordingFacts.NONE
                        : new RecordingFacts(RecordingFacts.State.TRUNCATED, row.recording, 0, 0);
                EndFacts facts = new EndFacts("interrupted", detail, recording, List.of());
                end(row, facts, last == null ? row.startedAt : last);
            });
        }
        return open.size();
    }

    /** Runs {@code change} with the conversation locked. */
    private void change(String conversationId, java.util.function.Consumer<ConversationRow> change) {
        transactions.executeWithoutResult(status -> change.accept(locked(entities, conversationId)));
    }

    static ConversationRow locked(EntityManager entities, String conversationId) {
        ConversationRow row = entities.find(ConversationRow.class, conversationId, LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            throw unknown(conversationId);
        }
        return row;
    }

    static Problem unknown(String conversationId) {
        return new Problem(404, "unknown_call", "There is no conversation " + conversationId);
    }

    /**
     * For a transaction that may have read the row before: what was read is forgotten, for others may have changed it
     * until the lock was had.
     */
    static ConversationRow lockedAfresh(EntityManager entities, String conversationId) {
        ConversationRow row = entities.find(ConversationRow.class, conversationId);
        if (row == null) {
            throw unknown(conversationId);
        }
        try {
            entities.refresh(row, LockModeType.PESSIMISTIC_WRITE);
        } catch (EntityNotFoundException e) {
            throw unknown(conversationId);
        }
        return row;
    }

    private List<VariableRow> variables(String conversationId) {
        return entities.createQuery("from VariableRow v where v.conversationId = :id", VariableRow.class)
                .setParameter("id", conversationId)
                .getResultList();
    }

    private long count(String query, String conversationId) {
        return entities.createQuery(query, Long.class)
                .setParameter("id", conversationId)
                .getSingleResult();
    }
}
