package io.voicebridge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import io.voicebridge.conversation.CallVariables;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.EndFacts;
import io.voicebridge.conversation.NewConversation;
import io.voicebridge.conversation.OutcomeForm;
import io.voicebridge.conversation.OutcomeSource;
import io.voicebridge.conversation.Outcomes;
import io.voicebridge.conversation.Route;
import io.voicebridge.directory.ApiKeys;
import io.voicebridge.directory.Tenants;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.springframework.transaction.support.TransactionTemplate;

/** Calls of a tenant of its own, written down without a telephone. */
final class KafkaCalls {

    private final ApiServer server;
    private final String tenant;

    KafkaCalls(ApiServer server) {
        this(server, "Events");
    }

    KafkaCalls(ApiServer server, String tenantName) {
        this.server = server;
        tenant = server.bean("tenants", Tenants.class)
                .create("test", Json.mapper().createObjectNode().put("name", tenantName))
                .id();
    }

    String tenant() {
        return tenant;
    }

    /** One that has come, and goes on. */
    String begin(String correlation) {
        return server.bean("conversations", Conversations.class)
                .begin(new NewConversation(
                        tenant,
                        "call@peer",
                        correlation,
                        "+13035550100",
                        "+13453453453",
                        "+13453453453",
                        "ag_1",
                        "qualify-solar",
                        1,
                        new CallVariables(List.of(), "", List.of(), Map.of(), List.of()),
                        Map.of(),
                        Route.NONE,
                        Map.of()))
                .conversationId();
    }

    /** One that is over: three events. */
    String withOutcome() {
        return withOutcome("qualified");
    }

    String withOutcome(String outcome) {
        String id = begin("");
        server.bean("outcomes", Outcomes.class)
                .commit(OutcomeForm.read(
                        EventFixture.json("{\"outcome\":\"" + outcome + "\"}"), tenant, id, "k", OutcomeSource.API));
        server.bean("conversations", Conversations.class).end(id, new EndFacts("caller", "hung up", "", 0));
        return id;
    }

    /** What the API says, to a key of the tenant. */
    JsonNode read(String path) throws Exception {
        String key = server.bean("apiKeys", ApiKeys.class)
                .create(tenant, "test", EventFixture.json("{\"label\":\"reads\",\"scopes\":[\"admin\"]}"))
                .secret();
        return server.get(path).key(key).send().body();
    }

    /** How many outcomes were committed. */
    long revisions(String conversation) {
        return ((Number) only("select count(*) from outcome_revision where conversation_id = '" + conversation + "'"))
                .longValue();
    }

    /** Who committed the only outcome. */
    String source(String conversation) {
        return only("select source from outcome_revision where conversation_id = '" + conversation + "'")
                .toString();
    }

    /** The outcome that counts. */
    String lastOutcome(String conversation) {
        return only("select outcome from conversation where id = '" + conversation + "'")
                .toString();
    }

    /** How many events are in the outbox. */
    long outbox() {
        return ((Number) only("select count(*) from outbox_event")).longValue();
    }

    /** A counter of the bridge: of those with that name and a tag of that value. */
    double counted(String name, String tag) {
        MeterRegistry registry = server.context().getRegistry().findSingleByType(MeterRegistry.class);
        return registry.find(name).meters().stream()
                .filter(meter -> meter.getId().getTags().stream()
                        .anyMatch(found -> found.getValue().equals(tag)))
                .flatMap(meter -> StreamSupport.stream(meter.measure().spliterator(), false))
                .mapToDouble(Measurement::getValue)
                .sum();
    }

    private Object only(String query) {
        return server.bean("transactionTemplate", TransactionTemplate.class)
                .execute(status -> server.bean("entityManager", EntityManager.class)
                        .createNativeQuery(query)
                        .getSingleResult());
    }
}
