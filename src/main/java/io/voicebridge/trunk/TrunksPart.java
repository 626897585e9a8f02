package io.voicebridge.trunk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.BundlePart;
import io.voicebridge.directory.BundleRun;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.Problem;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A tenant's trunks in a bundle, told apart by their names: what they shall be, and not what was made of them. A trunk that
 * stands in the bundle becomes what the bundle says, whole. Nothing is done at a provider before an apply. Thread-safe.
 */
public final class TrunksPart implements BundlePart {

    /** More than a tenant can have. */
    private static final int ALL = 200;

    private final TrunkStore store;
    private final ObjectMapper json;

    TrunksPart(TrunkStore store, ObjectMapper json) {
        this.store = store;
        this.json = json;
    }

    /** For a command, which asks no provider. */
    public static TrunksPart of(
            EntityManager entities,
            TransactionTemplate transactions,
            Clock clock,
            Ids ids,
            Audit audit,
            ObjectMapper json) {
        return new TrunksPart(new TrunkStore(entities, transactions, clock, ids, audit, json), json);
    }

    @Override
    public String name() {
        return "trunks";
    }

    @Override
    public JsonNode export(String tenantId) {
        ArrayNode list = json.createArrayNode();
        store.list(tenantId, null, ALL).items().forEach(trunk -> list.add(written(trunk)));
        return list;
    }

    private ObjectNode written(Trunk trunk) {
        ObjectNode node = json.createObjectNode().put("name", trunk.name()).put("provider", trunk.provider());
        node.setAll((ObjectNode) trunk.spec());
        return node;
    }

    @Override
    public void apply(BundleRun run, JsonNode part) {
        Map<String, Trunk> present = new HashMap<>();
        store.list(run.tenantId(), null, ALL).items().forEach(trunk -> present.put(trunk.name(), trunk));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < part.size(); i++) {
            JsonNode entry = part.get(i);
            BundleRun here = run.at("/" + i);
            String name = entry.path("name").asText();
            if (!seen.add(name)) {
                here.fault("/name", "stands twice in the bundle");
                continue;
            }
            try {
                apply(here, present.get(name), entry);
            } catch (Problem e) {
                here.fault(e);
            }
        }
    }

    private void apply(BundleRun run, Trunk now, JsonNode entry) {
        if (now == null) {
            run.change("trunk", store.create(run.tenantId(), run.actor(), entry).name(), "create", "");
        } else if (!now.provider().equals(entry.path("provider").asText())) {
            run.fault("/provider", "is " + now.provider() + " and stays so; give the new trunk another name");
            return;
        } else if (!written(now).equals(entry)) {
            store.replace(run.tenantId(), run.actor(), now.id(), entry);
            run.change("trunk", now.name(), "update", "");
        } else {
            return;
        }
        run.note("Nothing is done about the trunk " + entry.path("name").asText() + " before POST /trunks/{id}/apply.");
    }
}
