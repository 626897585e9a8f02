package io.voicebridge.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** A tenant's settings in a bundle. */
final class SettingsPart implements BundlePart {

    /** What a tenant's own key must not widen: it costs the operator money. */
    private static final List<String> OPERATORS = List.of("max_calls", "max_calls_per_second", "outbound");

    private final Tenants tenants;
    private final ObjectMapper json;

    SettingsPart(Tenants tenants, ObjectMapper json) {
        this.tenants = tenants;
        this.json = json;
    }

    @Override
    public String name() {
        return "settings";
    }

    @Override
    public JsonNode export(String tenantId) {
        return json.valueToTree(tenants.get(tenantId).settings());
    }

    @Override
    public void apply(BundleRun run, JsonNode part) {
        Tenant tenant = tenants.get(run.tenantId());
        JsonNode before = json.valueToTree(tenant.settings());
        try {
            JsonNode body = json.createObjectNode().set("settings", part);
            JsonNode after = json.valueToTree(Tenants.patched(tenant.settings(), part));
            List<String> changed = new ArrayList<>();
            before.fieldNames().forEachRemaining(name -> {
                if (!before.get(name).equals(after.get(name))) {
                    changed.add(name);
                }
            });
            if (changed.isEmpty() || refused(run, changed)) {
                return;
            }
            tenants.patch(tenant.id(), run.actor(), "*", body);
            run.change("settings", tenant.name(), "update", String.join(", ", changed));
        } catch (Problem e) {
            // its pointers are those of a tenant
            e.faults().forEach(fault -> run.fault(fault.pointer().replaceFirst("^/settings", ""), fault.detail()));
        }
    }

    private static boolean refused(BundleRun run, List<String> changed) {
        List<String> forbidden = run.isOperator()
                ? List.of()
                : OPERATORS.stream().filter(changed::contains).toList();
        forbidden.forEach(name -> run.fault('/' + name, "only a key with the scope 'operator' changes it"));
        return !forbidden.isEmpty();
    }
}
