package io.voicebridge.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.directory.Problem;
import io.voicebridge.security.Principal;
import io.voicebridge.security.Scope;
import java.util.List;

/** Which tenant a key may look at and change. Bean {@code tenantAccess}. Thread-safe. */
public final class TenantAccess {

    /** Settings that cost the operator money: a tenant's stolen key must not widen them. */
    private static final List<String> OPERATORS = List.of("max_calls", "max_calls_per_second", "outbound");

    /**
     * @param body the change, or null
     * @throws Problem 404 for a tenant that is not the key's own, 403 for what is the operator's
     */
    public void check(Principal principal, String tenantId, JsonNode body) {
        if (principal.may(Scope.OPERATOR)) {
            return;
        }
        if (!principal.tenantId().equals(tenantId)) {
            throw new Problem(404, "not_found", "There is no tenant " + tenantId + '.');
        }
        if (body == null) {
            return;
        }
        // Names are unique among all tenants: whoever could choose one would learn who else is there
        if (body.has("name")) {
            throw operators("the name of a tenant");
        }
        for (String limit : OPERATORS) {
            if (body.path("settings").has(limit)) {
                throw operators(limit);
            }
        }
    }

    private static Problem operators(String what) {
        return new Problem(403, "scope", "Only a key with the scope 'operator' changes " + what + '.');
    }

    /**
     * @param body a key that is to be made
     * @throws Problem 403 if it could do more than the one that makes it
     */
    public void checkNewKey(Principal principal, JsonNode body) {
        for (JsonNode scope : body.path("scopes")) {
            if (Scope.of(scope.asText()).filter(principal::may).isEmpty()) {
                throw new Problem(
                        403,
                        "scope",
                        "The key " + principal.keyId() + " cannot give the scope '" + scope.asText() + "'.");
            }
        }
    }
}
