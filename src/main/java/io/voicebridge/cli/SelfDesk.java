package io.voicebridge.cli;

import io.voicebridge.cli.http.Asked;
import io.voicebridge.directory.Tenant;
import io.voicebridge.directory.Tenants;
import io.voicebridge.security.Principal;
import io.voicebridge.security.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** Tells a client who it is and where it is. Bean {@code selfDesk}. Thread-safe. */
public final class SelfDesk {

    private final Tenants tenants;
    private final Supplier<PublicAddress> reach;

    SelfDesk(Tenants tenants, Supplier<PublicAddress> reach) {
        this.tenants = tenants;
        this.reach = reach;
    }

    public Map<String, Object> who(Exchange exchange) {
        Principal principal = exchange.getVariable("principal", Principal.class);
        Tenant tenant = tenants.get(new Asked(exchange).tenant());
        PublicAddress here = reach.get();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("key_id", principal.keyId());
        view.put("scopes", principal.scopes().stream().map(Scope::text).sorted().toList());
        view.put("tenant", Map.of("id", tenant.id(), "name", tenant.name()));
        view.put("sip_uri", here.sip());
        view.put("http_url", here.http().toString());
        view.put("version", Version.current());
        return view;
    }
}
