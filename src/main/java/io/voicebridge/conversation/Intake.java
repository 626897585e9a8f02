package io.voicebridge.conversation;

import io.voicebridge.directory.Ids;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Writes a new conversation and joins it with the registration that announced it: by correlation, else by one of the
 * customer's numbers together with the called number, if exactly one open registration fits. Runs in a transaction.
 */
final class Intake {

    private static final int MAX_PARTIES = 8;

    /** Characters of a number's key. */
    private static final int MAX_KEY = 32;

    private final EntityManager entities;
    private final Clock clock;
    private final Ids ids;
    private final JsonColumn json;
    private final UnaryOperator<String> numberKey;
    private final Timeline timeline;
    private final Wakeups wakeups;
    private final Announcements announcements;
    private final String node;
    private final Masks masks;

    Intake(
            EntityManager entities,
            Clock clock,
            Ids ids,
            JsonColumn json,
            UnaryOperator<String> numberKey,
            Timeline timeline,
            Wakeups wakeups,
            Announcements announcements,
            String node,
            Masks masks) {
        this.entities = entities;
        this.clock = clock;
        this.ids = ids;
        this.json = json;
        this.numberKey = numberKey;
        this.timeline = timeline;
        this.wakeups = wakeups;
        this.announcements = announcements;
        this.node = node;
        this.masks = masks;
    }

    /** @param referenced names that the agent refers to, in lower case */
    Begun begin(NewConversation call, Set<String> referenced) {
        String calledKey = numberKey.apply(call.number());
        Set<String> parties = new LinkedHashSet<>();
        addParty(parties, call.ani(), calledKey);
        call.variables().parties().forEach(number -> addParty(parties, number, calledKey));

        List<Note> notes = new ArrayList<>(call.variables().notes());
        String sent = correlation(call);
        Optional<RegistrationRow> registration = registration(call.tenantId(), sent, calledKey, parties, notes);
        String correlation =
                sent.isEmpty() ? registration.map(found -> found.correlation).orElse("") : sent;

        ConversationRow row = row(call, calledKey, correlation);
        entities.persist(row);
        timeline.begins(row.id);
        // Rows that refer to it are batched by kind, in an order of Hibernate's own.
        entities.flush();
        joinRehearsal(row, call.rehearsal());
        noteClash(row, notes);
        registration.ifPresent(found -> {
            found.conversationId = row.id;
            addParty(parties, found.aniKey, calledKey);
            addParty(parties, found.dnisKey, calledKey);
        });
        Map<String, ReceivedVariable> variables = variables(call, registration);
        Mask mask = mask(variables.values(), call.marks());
        masks.hold(row.id, mask);
        registration.ifPresent(found -> forgetSensitive(found, mask));
        keepVariables(row, variables.values(), referenced, call.marks(), mask);
        keepParties(row, parties);

        timeline.write(row.tenantId, row.id, arrival(call, variables.size()));
        registration.ifPresent(found -> timeline.write(row.tenantId, row.id, joined(found, sent)));
        notes.forEach(note -> timeline.write(row.tenantId, row.id, note));
        missing(variables.keySet(), referenced).ifPresent(note -> timeline.write(row.tenantId, row.id, note));
        withoutConsent(variables.keySet(), call.marks()).ifPresent(note -> timeline.write(row.tenantId, row.id, note));
        announcements.announce(Announcement.started(row));
        wakeups.wakeAfterCommit(Standings.registrationKey(row.tenantId, correlation));

        Map<String, String> effective = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        variables.values().forEach(variable -> effective.put(variable.name(), variable.value()));
        return new Begun(row.id, correlation, effective, List.copyOf(variables.values()));
    }

    private void joinRehearsal(ConversationRow row, String rehearsal) {
        RehearsalRow found = row.rehearsal ? entities.find(RehearsalRow.class, rehearsal) : null;
        if (found != null) {
            found.conversationId = row.id;
        }
    }

    private ConversationRow row(NewConversation call, String calledKey, String correlation) {
        ConversationRow row = new ConversationRow();
        row.id = ids.next("cv");
        row.tenantId = call.tenantId();
        row.callId = Text.line(call.callId(), 255);
        row.correlation = correlation;
        row.ani = Text.line(call.ani(), 64);
        row.dnis = Text.line(call.dnis(), 64);
        row.number = Text.line(call.number(), 64);
        row.numberKey = calledKey;
        row.agentId = call.agentId();
        row.agent = call.agent();
        row.agentVersion = call.agentVersion();
        row.state = "ringing";
        row.rehearsal = !call.rehearsal().isEmpty();
        row.startedAt = clock.instant();
        row.endedBy = "";
        row.endDetail = "";
        row.recording = "";
        row.recordingState = "";
        row.erasedCorrelation = "";
        row.outcome = "";
        row.routeType = "";
        row.defaultRoute = json.write(call.defaultRoute());
        row.byeHeaders = json.write(call.byeHeaders());
        row.byeRevision = -1;
        row.node = node;
        row.metrics = "";
        row.diagnosis = "";
        row.traceparent = call.traceparent();
        return row;
    }

    /** In the header that the number's owner has named for it, else in one of those that Five9 scripts use. */
    private static String correlation(NewConversation call) {
        return call.variables().received().stream()
                .filter(variable ->
                        "correlation".equalsIgnoreCase(call.headerMap().get(key(variable.name()))))
                .map(variable -> Correlation.of(variable.value()))
                .filter(named -> !named.isEmpty())
                .findFirst()
                .orElseGet(() -> Correlation.of(call.correlation()));
    }

    private Optional<RegistrationRow> registration(
            String tenantId, String correlation, String calledKey, Set<String> parties, List<Note> notes) {
        Instant now = clock.instant();
        if (!correlation.isEmpty()) {
            return entities.createQuery(
                            "from RegistrationRow r where r.tenantId = :tenant and r.correlation = :correlation"
                                    + " and (r.conversationId is not null or r.expiresAt > :now)",
                            RegistrationRow.class)
                    .setParameter("tenant", tenantId)
                    .setParameter("correlation", correlation)
                    .setParameter("now", now)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                    .getResultStream()
                    .findFirst();
        }
        if (parties.isEmpty()) {
            return Optional.empty();
        }
        List<RegistrationRow> open = entities.createQuery(
                        "from RegistrationRow r where r.tenantId = :tenant and r.numberKey = :number"
                                + " and r.conversationId is null and r.expiresAt > :now"
                                + " and (r.aniKey in :parties or r.dnisKey in :parties)",
                        RegistrationRow.class)
                .setParameter("tenant", tenantId)
                .setParameter("number", calledKey)
                .setParameter("now", now)
                .setParameter("parties", parties)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setMaxResults(2)
                .getResultList();
        if (open.size() > 1) {
            notes.add(new Note(
                    "registration-ambiguous",
                    "bridge",
                    "More than one registered call fits the numbers of this one; none was joined. Send the correlation"
                            + " in a header, such as X-CallSessionId"));
            return Optional.empty();
        }
        return open.stream().findFirst();
    }

    private void noteClash(ConversationRow row, List<Note> notes) {
        if (row.correlation.isEmpty()) {
            return;
        }
        List<String> others = entities.createQuery(
                        "select c.id from ConversationRow c where c.tenantId = :tenant"
                                + " and c.correlation = :correlation and c.state <> 'ended' and c.id <> :id",
                        String.class)
                .setParameter("tenant", row.tenantId)
                .setParameter("correlation", row.correlation)
                .setParameter("id", row.id)
                .setMaxResults(5)
                .getResultList();
        if (others.isEmpty()) {
            return;
        }
        notes.add(clash(others));
        others.forEach(other -> timeline.write(row.tenantId, other, clash(List.of(row.id))));
    }

    private static Note clash(List<String> others) {
        return new Note(
                "correlation-clash",
                "bridge",
                "Another call is up with the same correlation; look-ups by it are ambiguous",
                Map.of("conversations", others));
    }

    private Map<String, ReceivedVariable> variables(NewConversation call, Optional<RegistrationRow> registration) {
        Map<String, ReceivedVariable> all = new LinkedHashMap<>();
        for (ReceivedVariable variable : call.variables().received()) {
            String name = call.headerMap().getOrDefault(key(variable.name()), variable.name());
            all.putIfAbsent(
                    key(name),
                    new ReceivedVariable(name, variable.header(), variable.value(), false, variable.source()));
        }
        registration.ifPresent(row -> json.strings(row.fields)
                .forEach((name, value) -> all.putIfAbsent(key(name), ReceivedVariable.registered(name, value))));
        return all;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private void keepVariables(
            ConversationRow conversation,
            Collection<ReceivedVariable> variables,
            Set<String> referenced,
            VariableMarks marks,
            Mask mask) {
        int seq = 0;
        for (ReceivedVariable variable : variables) {
            VariableRow row = new VariableRow();
            row.conversationId = conversation.id;
            row.tenantId = conversation.tenantId;
            row.seq = seq++;
            row.nameKey = key(variable.name());
            row.name = variable.name();
            row.header = variable.header();
            row.content = Text.storable(mask.value(variable.name(), variable.value()), 4096);
            row.used = variable.used() || referenced.contains(row.nameKey);
            row.source = variable.source().wire();
            row.consent = marks.consent().contains(row.nameKey);
            entities.persist(row);
        }
    }

    private static Mask mask(Collection<ReceivedVariable> variables, VariableMarks marks) {
        List<String> secrets = variables.stream()
                .filter(variable -> marks.sensitive().contains(key(variable.name())))
                .map(ReceivedVariable::value)
                .toList();
        return Mask.of(secrets, marks.sensitive(), marks.shapes());
    }

    /** The agent has them; the registration need not any more. */
    private void forgetSensitive(RegistrationRow row, Mask mask) {
        if (mask != Mask.NONE) {
            row.fields = json.write(mask.values(json.strings(row.fields)));
        }
    }

    private void keepParties(ConversationRow conversation, Set<String> parties) {
        for (String key : parties) {
            entities.persist(party(conversation, key));
        }
    }

    void presents(ConversationRow conversation, String number) {
        String key = numberKey.apply(number);
        if (key.isEmpty()
                || key.length() > MAX_KEY
                || entities.find(PartyRow.class, new PartyRow.Key(conversation.id, key)) != null) {
            return;
        }
        PartyRow row = party(conversation, key);
        row.presented = true;
        entities.persist(row);
    }

    private static PartyRow party(ConversationRow conversation, String key) {
        PartyRow row = new PartyRow();
        row.conversationId = conversation.id;
        row.tenantId = conversation.tenantId;
        row.numberKey = key;
        row.startedAt = conversation.startedAt;
        return row;
    }

    private void addParty(Set<String> parties, String number, String calledKey) {
        String key = numberKey.apply(number);
        if (!key.isEmpty() && key.length() <= MAX_KEY && !key.equals(calledKey) && parties.size() < MAX_PARTIES) {
            parties.add(key);
        }
    }

    /** What the agent refers to and the call did not bring. */
    static Optional<Note> missing(Set<String> present, Set<String> referenced) {
        Set<String> missing = new TreeSet<>(referenced);
        missing.removeAll(present);
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(new Note(
                        "variable-missing",
                        "bridge",
                        "The agent refers to variables that did not come: " + String.join(", ", missing),
                        Map.of("names", List.copyOf(missing))));
    }

    /** What should say that the lead has agreed, and did not come. */
    private static Optional<Note> withoutConsent(Set<String> present, VariableMarks marks) {
        Set<String> missing = new TreeSet<>(marks.consent());
        missing.removeAll(present);
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(new Note(
                        "consent-missing",
                        "bridge",
                        "Variables that say what the lead has agreed to did not come: " + String.join(", ", missing),
                        Map.of("names", List.copyOf(missing))));
    }

    private static Note arrival(NewConversation call, int variables) {
        return new Note(
                "call-arrived",
                "five9",
                "A call came for " + call.number() + " and goes to " + call.agent() + " version " + call.agentVersion(),
                Map.of("call_id", Text.line(call.callId(), 255), "variables", variables));
    }

    private static Note joined(RegistrationRow row, String sent) {
        return new Note(
                "registration-joined",
                "bridge",
                sent.isEmpty()
                        ? "Joined the registered call by the numbers of both"
                        : "Joined the registered call by its correlation",
                Map.of("correlation", row.correlation, "campaign", row.campaign, "five9_call_id", row.five9CallId));
    }
}
