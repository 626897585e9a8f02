package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conversation.EndFacts;
import io.voicebridge.conversation.Note;
import io.voicebridge.conversation.Registrations;
import io.voicebridge.conversation.RejectedCall;
import io.voicebridge.conversation.TranscriptLine;
import io.voicebridge.conversation.TransferResult;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.Ids;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every column in which a text can stand is known here, as one of a person's or as one of nobody's. A new one fails until somebody has
 * thought about it; and whatever is a person's is filled, and gone after the person was forgotten.
 */
class PersonalColumnsTest {

    private static final String TENANT = ConversationFixture.TENANT;
    private static final String CUSTOMER = "+13035550177";

    /** Stands for all that is known of the person but the number. */
    private static final String PERSON = "Zebulon";

    /** The person's, while the tenant keeps it. */
    private static final Map<String, String> PERSONAL = Map.of(
            "audit_entry", "detail party_key",
            "call_registration", "ani_key correlation dnis_key fields five9_call_id",
            "conversation", "ani call_id correlation end_detail",
            "conversation_party", "number_key",
            "conversation_variable", "content",
            "outbox_event", "payload",
            "outcome_revision", "intent route_reason summary variables",
            "rejected_call", "ani hint party_key",
            "timeline_entry", "detail party_key summary",
            "transcript_item", "text");

    /**
     * Nobody's: of the tenant, made by the bridge, or of a fixed set of words. And what stands for a person on purpose: the list of
     * opt-outs and the holds, which an erasure does not touch; customers of a rehearsal are simulated; answers that are kept for repetition are sealed, and looked up by their
     * subject; a command to another bridge, a question that no call had, and keys of outcomes last for minutes or go with their rows.
     */
    private static final Map<String, String> NOBODYS = Map.ofEntries(
            Map.entry("agent", "dialogue id name prompt provider settings tenant_id voice"),
            Map.entry("agent_version", "agent_id dialogue id prompt provider published_by settings tenant_id voice"),
            Map.entry("api_key", "id label previous_hash scopes secret_hash tenant_id"),
            Map.entry("audit_entry", "action actor detail_digest digest id salt target tenant_id"),
            Map.entry("audit_head", "digest tenant_id"),
            Map.entry("call_registration", "campaign conversation_id id number number_key tenant_id"),
            Map.entry(
                    "conversation",
                    "agent agent_id bye_headers default_route diagnosis dnis ended_by erased_correlation id metrics node"
                            + " number number_key outcome recording recording_state route_type state tenant_id traceparent"),
            Map.entry("conversation_party", "conversation_id tenant_id"),
            Map.entry("conversation_variable", "conversation_id header name name_key source tenant_id"),
            Map.entry("do_not_call", "conversation_id number_key tenant_id"),
            Map.entry("event_relay", "name owner"),
            Map.entry("five9_task", "conversation_id detail id kind state tenant_id"),
            Map.entry("idempotency_key", "id reply request_hash subject tenant_id"),
            Map.entry("legal_hold", "conversation_id id number_key placed_by reason tenant_id"),
            Map.entry("missed_query", "correlation id tenant_id"),
            Map.entry("node", "name"),
            Map.entry("node_command", "body conversation_id id kind node tenant_id traceparent"),
            Map.entry("outbox_event", "event_id subject tenant_id traceparent type"),
            Map.entry(
                    "outcome_revision",
                    "callback_at consent conversation_id evidence idempotency_key outcome request_hash route_type"
                            + " route_value source tenant_id"),
            Map.entry(
                    "phone_number",
                    "agent_id bye_headers call_token_hash consent_variables default_route header_map id kind name number number_key previous_call_token_hash sensitive_shapes sensitive_variables srtp"
                            + " tenant_id terminal_uri trunk_password trunk_username"),
            Map.entry(
                    "rehearsal",
                    "agent_id campaign conversation_id customer deviations expected id number result started_by tenant_id"),
            Map.entry("rejected_call", "call_id condition dnis id reason source tenant_id"),
            Map.entry(
                    "tenant",
                    "five9_callback_list five9_dispositions five9_host five9_secret five9_username id name name_key"
                            + " outbound_allow webhook_previous webhook_secret"),
            Map.entry("tenant_secret", "id name sealed tenant_id"),
            Map.entry("timeline_entry", "actor conversation_id kind tenant_id"),
            Map.entry("transcript_item", "conversation_id item_id role source tenant_id"),
            Map.entry("trunk", "id name provider spec tenant_id"),
            Map.entry("trunk_piece", "id path provider_id trunk_id"),
            Map.entry("webhook", "description disabled_reason events id previous_secret secret tenant_id url"),
            Map.entry("webhook_delivery", "event_id id lease state subject tenant_id tries type webhook_id"),
            Map.entry("webhook_health", "last_failure webhook_id"));

    private ConversationFixture fixture;

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void everyColumnOfAPersonIsKnownAndForgotten(Database database) {
        fixture = new ConversationFixture(database);
        assertThat(columns()).as("think of whose the new ones are").isSubsetOf(known());

        leaveTraces();
        assertThat(columnsThatTell())
                .as("the test fills all that is a person's")
                .containsAll(named(PERSONAL));

        fixture.room.numberErasure().erase(TENANT, "key_1", CUSTOMER, recording -> {});
        assertThat(columnsThatTell()).isEmpty();
    }

    private void leaveTraces() {
        fixture.room
                .registrations()
                .register(
                        TENANT,
                        new Registrations.Announcement(
                                PERSON + "-1",
                                ConversationFixture.NUMBER,
                                CUSTOMER,
                                CUSTOMER,
                                "c",
                                PERSON,
                                Map.of("a", PERSON)));
        String id = fixture.begin(CUSTOMER, "X-first_name", PERSON, "X-CallSessionId", PERSON + "-2", "X-n", CUSTOMER)
                .conversationId();
        fixture.room
                .conversations()
                .transcript(id, new TranscriptLine("u1", "caller", "I am " + PERSON, 0, 1, -1, 1, "moonshine"));
        fixture.room
                .conversations()
                .note(id, new Note("agent-failed", "agent", PERSON + ' ' + CUSTOMER, Map.of("said", PERSON)));
        fixture.room
                .outcomes()
                .commit(fixture.outcome(
                        id,
                        "key",
                        "{\"outcome\":\"qualified\",\"route\":{\"type\":\"SkillTransfer\",\"value\":\"Sales\",\"reason\":\""
                                + PERSON + "\"},\"summary\":\"" + PERSON + "\",\"intent\":\"" + PERSON
                                + "\",\"variables\":{\"name\":\"" + PERSON + "\"}}"));
        fixture.room.conversations().end(id, new EndFacts("caller", PERSON + " hung up", "", 0));
        fixture.room
                .conversations()
                .rejected(
                        new RejectedCall(
                                TENANT, "c", CUSTOMER, "+1999", "10.0.0.1:5060", 480, "x", "r", "From " + CUSTOMER),
                        Optional.empty());
        String others = fixture.begin("+13035550188").conversationId();
        fixture.room
                .conversations()
                .transferred(
                        others,
                        new Note("transfer-completed", "bridge", "Connected with " + CUSTOMER, Map.of(), CUSTOMER),
                        TransferResult.completed("cold", CUSTOMER),
                        fixture.clock.instant());
        Audit audit = new Audit(
                fixture.storage.entityManager(), fixture.storage.transactions(), fixture.clock, new Ids(fixture.clock));
        fixture.storage
                .transactions()
                .executeWithoutResult(status ->
                        audit.add(TENANT, "call", "outbound.refuse", others, "do_not_call: " + CUSTOMER, CUSTOMER));
        tagCallId(id);
    }

    /** A Call-ID is the peer's, who may make it of what they like. */
    private void tagCallId(String id) {
        fixture.storage.transactions().executeWithoutResult(status -> fixture.storage
                .entityManager()
                .createNativeQuery("update conversation set call_id = :call where id = :id")
                .setParameter("call", PERSON + "@peer")
                .setParameter("id", id)
                .executeUpdate());
    }

    private static Set<String> known() {
        Set<String> known = named(PERSONAL);
        known.addAll(named(NOBODYS));
        return known;
    }

    private static Set<String> named(Map<String, String> columns) {
        Set<String> named = new TreeSet<>();
        columns.forEach((table, names) -> List.of(names.split(" ")).forEach(name -> named.add(table + '.' + name)));
        return named;
    }

    /** In which a text can stand; tables that Hibernate makes for the time of a statement begin with hte. */
    private Set<String> columns() {
        Set<String> found = new TreeSet<>();
        for (Object row : query("select concat(table_name, '.', column_name) from information_schema.columns"
                + " where table_schema = 'public' and table_name <> 'flyway_schema_history' and table_name not like 'hte%'"
                + " and lower(data_type) in ('character varying', 'text', 'character large object')")) {
            found.add(row.toString());
        }
        assertThat(found).isNotEmpty();
        return found;
    }

    /** In which the person stands: by name, or by number in some spelling. */
    private Set<String> columnsThatTell() {
        Map<String, Object> telling = new TreeMap<>();
        for (String column : columns()) {
            String table = column.substring(0, column.indexOf('.'));
            for (Object value : query("select cast(" + column + " as varchar) from " + table)) {
                if (value != null
                        && (value.toString().contains(PERSON)
                                || value.toString().contains("3035550177"))) {
                    telling.put(column, value);
                }
            }
        }
        return telling.keySet();
    }

    private List<?> query(String sql) {
        return fixture.storage.transactions().execute(status -> fixture.storage
                .entityManager()
                .createNativeQuery(sql, Object.class)
                .getResultList());
    }
}
