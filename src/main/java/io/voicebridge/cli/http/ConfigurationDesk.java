package io.voicebridge.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.directory.Bundles;
import io.voicebridge.directory.ImportPlan;
import io.voicebridge.security.Principal;
import io.voicebridge.security.Scope;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Gives out and takes in a tenant's configuration. Bean {@code configurationDesk}. Thread-safe. */
public final class ConfigurationDesk {

    private final Bundles bundles;

    public ConfigurationDesk(Bundles bundles) {
        this.bundles = bundles;
    }

    /** Makes the body the bundle of the key's tenant. */
    public void export(Exchange exchange) {
        Message message = exchange.getMessage();
        message.setBody(YamlText.write(bundles.export(List.of(new Asked(exchange).tenant()))));
        message.setHeader(Exchange.CONTENT_TYPE, "application/yaml");
        message.setHeader("Cache-Control", "no-store");
        message.setHeader("Content-Disposition", "attachment; filename=\"voice-bridge.yaml\"");
    }

    /** @throws io.voicebridge.directory.Problem 422 {@code invalid_bundle} */
    public ImportPlan bringIn(Exchange exchange) {
        Asked asked = new Asked(exchange);
        return bundles.bringInto(
                asked.tenant(),
                asked.text("keyId"),
                exchange.getVariable("principal", Principal.class).may(Scope.OPERATOR),
                exchange.getMessage().getBody(JsonNode.class),
                asked.flag("dryRun"));
    }
}
