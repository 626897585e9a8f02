package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.cli.http.Admission;
import io.voicebridge.cli.http.AuditDesk;
import io.voicebridge.cli.http.Authentication;
import io.voicebridge.cli.http.ConfigurationDesk;
import io.voicebridge.cli.http.Contract;
import io.voicebridge.cli.http.LinkAuthentication;
import io.voicebridge.cli.http.Problems;
import io.voicebridge.cli.http.Replies;
import io.voicebridge.cli.http.RequestQuota;
import io.voicebridge.cli.http.Requests;
import io.voicebridge.cli.http.TenantAccess;
import io.voicebridge.cli.http.WebhookAuthentication;
import io.voicebridge.directory.ApiKey;
import io.voicebridge.directory.ApiKeys;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.AuditCheck;
import io.voicebridge.directory.Bundles;
import io.voicebridge.directory.IdempotencyKeys;
import io.voicebridge.directory.Tenants;
import io.voicebridge.security.AttemptLimit;
import io.voicebridge.security.KeyCheck;
import io.voicebridge.security.KeyRecord;
import io.voicebridge.security.LinkSignature;
import io.voicebridge.security.RequestLimit;
import io.voicebridge.security.Scope;
import io.voicebridge.security.WebhookSignature;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.springframework.transaction.support.TransactionTemplate;

/** Binds what HTTP routes share: who may, what is taken, what is answered. */
public final class ApiWiring implements CamelConfiguration {

    /** Before the id of a key that has changed, when other bridges are told. */
    private static final String KEY = "key ";

    /** Told when a tenant's webhook secret was rotated. */
    private static final String SIGNERS = "signers";

    private static final int FAILURES = 20;
    private static final Duration FAILURE_WINDOW = Duration.ofMinutes(1);

    @Override
    public void configure(CamelContext context) throws Exception {
        DirectoryWiring.require(context);
        Registry registry = context.getRegistry();
        Clock clock = registry.lookupByNameAndType("clock", Clock.class);
        Clock steady = registry.lookupByNameAndType("steadyClock", Clock.class);
        ObjectMapper json = registry.lookupByNameAndType("objectMapper", ObjectMapper.class);
        ApiKeys apiKeys = registry.lookupByNameAndType("apiKeys", ApiKeys.class);
        Tenants tenants = registry.lookupByNameAndType("tenants", Tenants.class);
        IdempotencyKeys idempotencyKeys = registry.lookupByNameAndType("idempotencyKeys", IdempotencyKeys.class);

        KeyCheck keyCheck = new KeyCheck(id -> apiKeys.find(id).map(ApiWiring::record), clock, steady);
        apiKeys.onChange(keyCheck::forget);
        WebhookAuthentication webhooks = new WebhookAuthentication(
                tenants::signers,
                new WebhookSignature(clock),
                new AttemptLimit(FAILURES, FAILURE_WINDOW, steady),
                steady);
        tenants.onRotation(webhooks::forget);
        BellWiring.of(context).ifPresent(bell -> {
            bell.whenHeard(name -> {
                if (name.startsWith(KEY)) {
                    keyCheck.forget(name.substring(KEY.length()));
                } else if (name.equals(SIGNERS)) {
                    webhooks.forget();
                }
            });
            apiKeys.onChange(id -> bell.ring(KEY + id));
            tenants.onRotation(() -> bell.ring(SIGNERS));
        });
        AttemptLimit attempts = new AttemptLimit(FAILURES, FAILURE_WINDOW, steady);
        Authentication authentication = new Authentication(keyCheck, attempts);
        registry.bind("authentication", authentication);
        registry.bind(
                "linkAuthentication",
                new LinkAuthentication(
                        registry.lookupByNameAndType("linkSignature", LinkSignature.class),
                        new AttemptLimit(FAILURES, FAILURE_WINDOW, steady),
                        clock));
        registry.bind("webhookAuthentication", webhooks);
        registry.bind("tenantAccess", new TenantAccess());
        RequestQuota quota = new RequestQuota(limit(context, "api", steady), limit(context, "five9", steady));
        registry.bind("requestQuota", quota);
        registry.bind(
                "configurationDesk", new ConfigurationDesk(registry.lookupByNameAndType("bundles", Bundles.class)));
        registry.bind(
                "auditDesk",
                new AuditDesk(
                        registry.lookupByNameAndType("audit", Audit.class),
                        new AuditCheck(
                                registry.lookupByNameAndType("entityManager", EntityManager.class),
                                registry.lookupByNameAndType("transactionTemplate", TransactionTemplate.class))));

        Path home = Path.of(context.resolvePropertyPlaceholders("{{bridge.home:.}}"));
        Contract contract =
                EarlyStart.in(registry).map(EarlyStart::contract).orElseGet(() -> EarlyStart.contract(home));
        registry.bind("contract", contract);
        Requests requests = new Requests(contract, json);
        Replies replies = new Replies(contract, idempotencyKeys, json);
        registry.bind("requests", requests);
        registry.bind("replies", replies);
        registry.bind("admission", new Admission(authentication, quota, requests, replies));
        registry.bind("problems", new Problems(json));
        registry.bind("failures", new Failures());
    }

    /** Empty if the face has none. */
    private static Optional<RequestLimit> limit(CamelContext context, String face, Clock steady) {
        int perMinute = Integer.parseInt(
                context.resolvePropertyPlaceholders("{{bridge.http.requests-per-minute." + face + ":0}}"));
        return perMinute == 0 ? Optional.empty() : Optional.of(new RequestLimit(perMinute, steady));
    }

    private static KeyRecord record(ApiKey.Stored key) {
        return new KeyRecord(
                key.id(),
                key.tenantId(),
                key.scopes().stream().map(Scope::of).flatMap(Optional::stream).collect(Collectors.toSet()),
                key.secretHash(),
                Optional.ofNullable(key.previousHash()),
                Optional.ofNullable(key.previousUntil()),
                Optional.ofNullable(key.expiresAt()));
    }
}
