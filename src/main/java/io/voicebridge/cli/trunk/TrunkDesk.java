package io.voicebridge.cli.trunk;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.directory.Problem;
import io.voicebridge.security.Principal;
import io.voicebridge.security.Scope;
import io.voicebridge.trunk.Provider;
import io.voicebridge.trunk.Trunk;
import io.voicebridge.trunk.Trunks;
import java.util.Set;
import org.apache.camel.Exchange;

/**
 * Who may have what done about a trunk. At a provider a tenant works with its own account; a trunk between this bridge and
 * another machine makes the bridge itself send, which is the operator's to decide. Bean {@code trunkDesk}. Thread-safe.
 */
public final class TrunkDesk {

    private static final Set<String> OF_THE_BRIDGE = Set.of(Provider.BYO.wire(), Provider.FIVE9_POP.wire());

    private final Trunks trunks;

    public TrunkDesk(Trunks trunks) {
        this.trunks = trunks;
    }

    /** @throws Problem 403 scope, and as {@link Trunks#apply} */
    public Trunks.Applied apply(Exchange exchange) {
        String tenant = exchange.getVariable("tenantId", String.class);
        String id = exchange.getVariable("id", String.class);
        Trunk trunk = trunks.get(tenant, id);
        if (OF_THE_BRIDGE.contains(trunk.provider())
                && !exchange.getVariable("principal", Principal.class).may(Scope.OPERATOR)) {
            throw new Problem(
                    403, "scope", "A trunk that the bridge itself keeps up is applied with a key of scope operator.");
        }
        return trunks.apply(
                tenant,
                exchange.getVariable("keyId", String.class),
                id,
                exchange.getMessage().getBody() instanceof JsonNode body ? body : null);
    }
}
