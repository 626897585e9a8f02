package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.VoiceAgent;
import io.voicebridge.cli.http.NumberChecks;
import io.voicebridge.directory.AgentLookup;
import io.voicebridge.directory.Agents;
import io.voicebridge.directory.ApiKeys;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.CallLimits;
import io.voicebridge.directory.IdempotencyKeys;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.OutboundRules;
import io.voicebridge.directory.OwnAddresses;
import io.voicebridge.directory.PhoneNumbers;
import io.voicebridge.directory.SecretStore;
import io.voicebridge.directory.Tenants;
import io.voicebridge.security.KeyToken;
import io.voicebridge.security.WebhookSignature;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.time.Clock;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.Configuration;
import org.apache.camel.spi.Registry;
import org.springframework.transaction.support.TransactionTemplate;

/** Binds the directory: tenants, keys, numbers, agents and the look-up of a called number. */
@Configuration
public final class DirectoryWiring implements CamelConfiguration {

    @Override
    public void configure(CamelContext context) throws Exception {
        require(context);
    }

    /** Binds everything on the first call; does nothing after that. */
    static void require(CamelContext context) throws Exception {
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
        Path dataDir = Path.of(context.resolvePropertyPlaceholders("{{bridge.data.dir:data}}"));
        Path home = Path.of(context.resolvePropertyPlaceholders("{{bridge.home:.}}"));
        String region = context.resolvePropertyPlaceholders("{{bridge.numbers.region:US}}");

        SecretStore secrets = SecretKeys.of(context.resolvePropertyPlaceholders("{{bridge.secrets.keys:}}"), dataDir)
                .store();
        Audit audit = new Audit(entities, transactions, clock, ids);
        ApiKeys keys = new ApiKeys(entities, transactions, clock, ids, audit, KeyToken::hash);
        Tenants tenants =
                new Tenants(entities, transactions, clock, ids, audit, keys, secrets, WebhookSignature::newSecret);
        AgentLookup lookup = new AgentLookup(entities, transactions, json, clock, region);
        CallLimits limits = new CallLimits(clock);
        LiveAgents trial = new LiveAgents(() -> registry.findByType(VoiceAgent.class));
        Agents agents = new Agents(entities, transactions, clock, ids, audit, trial, lookup::invalidate);
        OwnAddresses own = SipAddresses.of(context);
        PhoneNumbers numbers = new PhoneNumbers(
                entities, transactions, clock, ids, audit, secrets, json, limits, own, region, lookup::invalidate);

        registry.bind("secretStore", SecretStore.class, secrets);
        registry.bind("audit", audit);
        registry.bind("apiKeys", keys);
        registry.bind("tenants", tenants);
        registry.bind("agents", agents);
        registry.bind("phoneNumbers", numbers);
        registry.bind("agentLookup", lookup);
        registry.bind("callLimits", limits);
        registry.bind("outboundRules", new OutboundRules(entities, transactions, tenants, audit, own, region, clock));
        registry.bind("numberChecks", new NumberChecks(lookup, trial));
        registry.bind("agentLookupStep", new AgentLookupStep(lookup, limits));
        registry.bind("idempotencyKeys", new IdempotencyKeys(entities, transactions, clock, secrets));

        DemoData demo = new DemoData(tenants, keys, agents, numbers, json, home, dataDir);
        context.addStartupListener(new DirectoryStart(
                agents, Boolean.parseBoolean(context.resolvePropertyPlaceholders("{{bridge.demo:false}}")), demo));
    }
}
