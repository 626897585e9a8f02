package io.voicebridge.conversation;

import io.voicebridge.directory.Problem;
import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The revisions of a conversation's outcome and the rule which of them counts: a do-not-call before all else, for the
 * customer's wish is never overwritten; then a final one; then the newest. What the bridge itself wrote for lack of
 * any counts least. Runs in a transaction that has locked the conversation.
 */
final class OutcomeLedger {

    private static final int MAX_REVISIONS = 200;

    private static final Comparator<OutcomeRow> PRECEDENCE = Comparator.<OutcomeRow, Boolean>comparing(
                    row -> !row.source.equals(OutcomeSource.BRIDGE.wire()))
            .thenComparing(row -> row.dnc)
            .thenComparing(row -> row.isFinal)
            .thenComparing(row -> row.revision);

    private final EntityManager entities;
    private final Clock clock;
    private final JsonColumn json;
    private final Timeline timeline;
    private final Masks masks;

    OutcomeLedger(EntityManager entities, Clock clock, JsonColumn json, Timeline timeline, Masks masks) {
        this.entities = entities;
        this.clock = clock;
        this.json = json;
        this.timeline = timeline;
        this.masks = masks;
    }

    /**
     * A revision and whether it was made just now.
     *
     * @param isNew false if the same idempotency key had made it before
     */
    record Entry(OutcomeRow row, boolean isNew) {}

    /**
     * @throws Problem 409 {@code outcome_final}, {@code idempotency_key_reused} or {@code too_many_revisions}
     */
    Entry commit(ConversationRow conversation, OutcomeCommand asked) {
        OutcomeCommand command = asked.masked(masks.of(conversation.id));
        // Who has none is not asked for them
        List<OutcomeRow> revisions = conversation.revision == 0 ? List.of() : revisions(conversation.id);
        String hash = hash(command);
        for (OutcomeRow earlier : revisions) {
            if (earlier.idempotencyKey.equals(command.idempotencyKey())) {
                if (conversation.erasedAt == null && !earlier.requestHash.equals(hash)) {
                    throw new Problem(
                            409,
                            "idempotency_key_reused",
                            "Another outcome of " + conversation.id + " was committed with the same id");
                }
                return new Entry(earlier, false);
            }
        }
        boolean optsOut = command.dnc() && revisions.stream().noneMatch(row -> row.dnc);
        if (conversation.finalOutcome && !optsOut) {
            throw new Problem(
                    409,
                    "outcome_final",
                    "The outcome of " + conversation.id + " is final since revision " + conversation.revision);
        }
        if (revisions.size() >= MAX_REVISIONS && !optsOut) {
            throw new Problem(
                    409, "too_many_revisions", conversation.id + " has " + MAX_REVISIONS + " outcomes already");
        }
        // Not the count: of an erased conversation only one revision is left.
        int next = revisions.isEmpty() ? 1 : revisions.get(revisions.size() - 1).revision + 1;
        OutcomeRow row = row(conversation, command, next, hash);
        entities.persist(row);
        elect(conversation, revisions, row);
        timeline.write(conversation.tenantId, conversation.id, committed(row, conversation));
        return new Entry(row, true);
    }

    /** The call is over: promotes a checkpoint, or writes the outcome that stands for none. */
    OutcomeRow settle(ConversationRow conversation, boolean callerSpoke) {
        List<OutcomeRow> revisions = revisions(conversation.id);
        if (revisions.isEmpty()) {
            boolean silent = conversation.answeredAt != null
                    && !callerSpoke
                    && List.of("caller", "agent").contains(conversation.endedBy);
            OutcomeRow row = none(conversation, silent ? OutcomeValue.NO_INPUT : OutcomeValue.FAILED);
            entities.persist(row);
            elect(conversation, revisions, row);
            timeline.write(
                    conversation.tenantId,
                    conversation.id,
                    new Note(
                            "outcome-missing",
                            "bridge",
                            "No outcome was committed: it counts as " + row.outcome + " with the default route"));
            return row;
        }
        OutcomeRow current = current(conversation).orElseThrow();
        if (!conversation.finalOutcome) {
            timeline.write(
                    conversation.tenantId,
                    conversation.id,
                    new Note(
                            "checkpoint-promoted",
                            "bridge",
                            "The last checkpoint became the outcome: " + current.outcome,
                            Map.of("revision", current.revision)));
        }
        return current;
    }

    Optional<OutcomeRow> current(ConversationRow conversation) {
        return conversation.revision == 0
                ? Optional.empty()
                : Optional.ofNullable(
                        entities.find(OutcomeRow.class, new OutcomeRow.Key(conversation.id, conversation.revision)));
    }

    Route defaultRoute(ConversationRow conversation) {
        Map<String, Object> stored = json.object(conversation.defaultRoute);
        return Route.of(text(stored, "type"), text(stored, "value"), text(stored, "reason"));
    }

    private static String text(Map<String, Object> object, String name) {
        Object value = object.get(name);
        return value == null ? "" : value.toString();
    }

    private List<OutcomeRow> revisions(String conversationId) {
        return entities.createQuery(
                        "from OutcomeRow o where o.conversationId = :id order by o.revision", OutcomeRow.class)
                .setParameter("id", conversationId)
                .getResultList();
    }

    private static void elect(ConversationRow conversation, List<OutcomeRow> earlier, OutcomeRow added) {
        OutcomeRow winner = added;
        for (OutcomeRow row : earlier) {
            winner = PRECEDENCE.compare(row, winner) > 0 ? row : winner;
        }
        conversation.revision = winner.revision;
        conversation.outcome = winner.outcome;
        conversation.routeType = winner.routeType;
        conversation.finalOutcome |= added.isFinal;
    }

    private OutcomeRow row(ConversationRow conversation, OutcomeCommand command, int revision, String hash) {
        OutcomeRow row = new OutcomeRow();
        row.conversationId = conversation.id;
        row.revision = revision;
        row.tenantId = conversation.tenantId;
        row.idempotencyKey = command.idempotencyKey();
        row.requestHash = hash;
        row.source = command.source().wire();
        row.isFinal = command.isFinal();
        row.beforeBye = conversation.byeRevision < 0 && !conversation.state.equals("ended");
        row.outcome = command.outcome().wire();
        Route route = command.route().orElseGet(() -> routeFor(conversation, command.outcome()));
        row.routeType = route.type().name();
        row.routeValue = Text.line(route.value(), 255);
        row.routeReason = Text.line(route.reason(), 500);
        row.summary = command.summary();
        row.intent = command.intent();
        row.dnc = command.dnc();
        row.callbackAt = command.callbackAt();
        row.consent = command.consent();
        row.confidence = command.confidence().orElse(null);
        row.variables = json.write(command.variables());
        row.evidence = json.write(command.evidence());
        row.committedAt = clock.instant();
        return row;
    }

    /** Who is qualified or met a fault goes where the number's owner wants calls to go; others are done with. */
    private Route routeFor(ConversationRow conversation, OutcomeValue outcome) {
        return outcome == OutcomeValue.QUALIFIED || outcome == OutcomeValue.FAILED
                ? defaultRoute(conversation)
                : Route.NONE;
    }

    private OutcomeRow none(ConversationRow conversation, OutcomeValue value) {
        OutcomeRow row = new OutcomeRow();
        Route route = defaultRoute(conversation);
        row.conversationId = conversation.id;
        row.revision = 1;
        row.tenantId = conversation.tenantId;
        row.idempotencyKey = "bridge:end";
        row.requestHash = "";
        row.source = OutcomeSource.BRIDGE.wire();
        row.outcome = value.wire();
        row.routeType = route.type().name();
        row.routeValue = Text.line(route.value(), 255);
        row.routeReason = Text.line(route.reason(), 500);
        row.summary = "";
        row.intent = "";
        row.callbackAt = "";
        row.consent = "";
        row.variables = "{}";
        row.evidence = "[]";
        row.committedAt = clock.instant();
        return row;
    }

    private static Note committed(OutcomeRow row, ConversationRow conversation) {
        String kind = row.isFinal ? "outcome-committed" : "outcome-checkpoint";
        String actor = row.source.equals("tool") ? "agent" : row.source;
        return new Note(
                kind,
                actor,
                (row.isFinal ? "The outcome was committed: " : "A checkpoint was committed: ") + row.outcome,
                Map.of(
                        "revision", row.revision,
                        "counts", conversation.revision,
                        "route_type", row.routeType,
                        "route_value", row.routeValue,
                        "before_bye", row.beforeBye));
    }

    private static String hash(OutcomeCommand command) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(command.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
