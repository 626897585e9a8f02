package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.cli.http.Authentication;
import io.voicebridge.cli.http.Contract;
import io.voicebridge.cli.http.Problems;
import io.voicebridge.cli.http.Replies;
import io.voicebridge.cli.http.Requests;
import io.voicebridge.cli.http.TenantAccess;
import io.voicebridge.directory.ApiKey;
import io.voicebridge.directory.ApiKeys;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.IdempotencyKeys;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.SecretStore;
import io.voicebridge.directory.Tenants;
import io.voicebridge.security.AttemptLimit;
import io.voicebridge.security.KeyCheck;
import io.voicebridge.security.KeyRecord;
import io.voicebridge.security.KeyToken;
import io.voicebridge.security.Scope;
import io.voicebridge.security.SecretBox;
import io.voicebridge.security.WebhookSignature;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.Configuration;
import org.apache.camel.spi.Registry;
import org.springframework.transaction.support.TransactionTemplate;

/** Binds the directory, the check of keys, and what HTTP routes share. */
@Configuration
public final class DirectoryWiring implements CamelConfiguration {

    private static final int FAILURES = 20;
    private static final Duration FAILURE_WINDOW = Duration.ofMinutes(1);

    @Override
    public void configure(CamelContext context) throws IOException {
        require(context);
    }

    /** Binds everything on the first call; does nothing after that. */
    static void require(CamelContext context) throws IOException {
        StorageWiring.require(context);
        Registry registry = context.getRegistry();
        if (registry.lookupByName("tenants") != null) {
            return;
        }
        EntityManager entities = registry.lookupByNameAndType("entityManager", EntityManager.class);
        TransactionTemplate transactions =
                registry.lookupByNameAndType("transactionTemplate", TransactionTemplate.class);
        Clock clock = registry.lookupByNameAndType("clock", Clock.class);
        Ids ids = registry.lookupByNameAndType("ids", Ids.class);
        ObjectMapper json = registry.lookupByNameAndType("objectMapper", ObjectMapper.class);

        SecretStore secrets = secrets(Path.of(context.resolvePropertyPlaceholders("{{bridge.data.dir:data}}")));
        Audit audit = new Audit(entities, transactions, clock, ids);
        ApiKeys apiKeys = new ApiKeys(entities, transactions, clock, ids, audit, KeyToken::hash);
        KeyCheck keyCheck = new KeyCheck(id -> apiKeys.find(id).map(DirectoryWiring::record), clock);
        apiKeys.onChange(keyCheck::forget);
        IdempotencyKeys idempotencyKeys = new IdempotencyKeys(entities, transactions, clock, secrets);
        registry.bind("secretStore", SecretStore.class, secrets);
        registry.bind("audit", audit);
        registry.bind("apiKeys", apiKeys);
        registry.bind("idempotencyKeys", idempotencyKeys);
        registry.bind(
                "tenants",
                new Tenants(entities, transactions, clock, ids, audit, apiKeys, secrets, WebhookSignature::newSecret));

        Contract contract = Contract.of(Path.of(context.resolvePropertyPlaceholders("{{bridge.home:.}}"))
                .resolve("config/openapi"));
        registry.bind("contract", contract);
        registry.bind("requests", new Requests(contract, json));
        registry.bind("replies", new Replies(contract, idempotencyKeys, json));
        registry.bind("problems", new Problems(json));
        registry.bind("tenantAccess", new TenantAccess());
        registry.bind(
                "authentication", new Authentication(keyCheck, new AttemptLimit(FAILURES, FAILURE_WINDOW, clock)));
    }

    private static SecretStore secrets(Path dataDir) throws IOException {
        SecretBox box = SecretBox.withKeyFile(dataDir.resolve("secret.key"));
        return new SecretStore() {
            @Override
            public String seal(String secret, String owner) {
                return box.seal(secret, owner);
            }

            @Override
            public String open(String sealed, String owner) {
                return box.open(sealed, owner);
            }
        };
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
