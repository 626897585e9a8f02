package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.VoiceAgent;
import io.voicebridge.cli.doctor.DoctorWiring;
import io.voicebridge.cli.http.NumberChecks;
import io.voicebridge.cli.rehearsal.RehearsedLines;
import io.voicebridge.conversation.ConversationRoom;
import io.voicebridge.directory.BundlePart;
import io.voicebridge.directory.DirectoryRoom;
import io.voicebridge.directory.IdempotencyKeys;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.OutboundRules;
import io.voicebridge.directory.OwnAddresses;
import io.voicebridge.directory.SecretStore;
import io.voicebridge.security.KeyToken;
import io.voicebridge.security.WebhookSignature;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.springframework.transaction.support.TransactionTemplate;

/** Binds the directory: tenants, keys, numbers, agents and the look-up of a called number. */
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
        Clock steady = registry.lookupByNameAndType("steadyClock", Clock.class);
        Ids ids = registry.lookupByNameAndType("ids", Ids.class);
        ObjectMapper json = registry.lookupByNameAndType("objectMapper", ObjectMapper.class);
        Path dataDir = Path.of(context.resolvePropertyPlaceholders("{{bridge.data.dir:data}}"));
        Path home = Path.of(context.resolvePropertyPlaceholders("{{bridge.home:.}}"));
        String region = context.resolvePropertyPlaceholders("{{bridge.numbers.region:US}}");

        SecretKeys keys = SecretKeys.of(context.resolvePropertyPlaceholders("{{bridge.secrets.keys:}}"), dataDir);
        SecretStore secrets = keys.store();
        LiveAgents trial = new LiveAgents(() -> registry.findByType(VoiceAgent.class));
        OwnAddresses own = SipAddresses.of(context);
        DirectoryRoom room = DirectoryRoom.open(
                new DirectoryRoom.Store(entities, transactions, clock, steady, ids, json),
                new DirectoryRoom.Secrets(secrets, KeyToken::hash, WebhookSignature::newSecret),
                trial,
                own,
                region,
                () -> registry.findByType(BundlePart.class));

        registry.bind("secretStore", SecretStore.class, secrets);
        registry.bind("linkSignature", keys.links());
        registry.bind("audit", room.audit());
        registry.bind("apiKeys", room.keys());
        registry.bind("tenants", room.tenants());
        registry.bind("agents", room.agents());
        registry.bind("phoneNumbers", room.numbers());
        registry.bind("callTokens", room.tokens());
        registry.bind("bundles", room.bundles());
        registry.bind("tenantSecrets", room.tenantSecrets());
        registry.bind("agentLookup", room.lookup());
        registry.bind("callLimits", room.limits());
        registry.bind(
                "outboundRules",
                new OutboundRules(
                        entities,
                        transactions,
                        room.tenants(),
                        room.audit(),
                        own,
                        region,
                        // Bound later, and asked when there is a call
                        (tenant, number) -> registry.lookupByNameAndType("conversationRoom", ConversationRoom.class)
                                .doNotCall()
                                .has(tenant, number),
                        steady));
        registry.bind("ownAddresses", own);
        registry.bind("numberChecks", new NumberChecks(room.lookup(), trial));
        Supplier<PublicAddress> reach = reach(context);
        registry.bind("scriptKits", new ScriptKits(room.lookup(), reach));
        registry.bind("selfDesk", new SelfDesk(room.tenants(), reach));
        DoctorWiring.bind(context);
        registry.bind("agentTrial", trial);
        RehearsedLines rehearsals = new RehearsedLines();
        registry.bind("rehearsedLines", rehearsals);
        registry.bind(
                "agentLookupStep", new AgentLookupStep(room.lookup(), room.limits(), room.tenantSecrets(), rehearsals));
        registry.bind("idempotencyKeys", new IdempotencyKeys(entities, transactions, clock, secrets));

        DemoData demo = new DemoData(
                room.tenants(),
                room.keys(),
                room.agents(),
                room.numbers(),
                json,
                home,
                dataDir,
                () -> registry.lookupByNameAndType("nodeName", String.class));
        context.addStartupListener(new DirectoryStart(
                room.agents(),
                Boolean.parseBoolean(context.resolvePropertyPlaceholders("{{bridge.demo:false}}")),
                demo));
    }

    /** Where others reach this bridge; known once its ports are. */
    static Supplier<PublicAddress> reach(CamelContext context) {
        return () -> PublicAddress.of(name -> reachedAt(context, name));
    }

    /** The value of a property; for the port of SIP the one that was picked, if one was to be. */
    private static String reachedAt(CamelContext context, String property) {
        String value = context.resolvePropertyPlaceholders("{{" + property + ":}}");
        RuntimeFile.SipPort bound = context.getRegistry().findSingleByType(RuntimeFile.SipPort.class);
        return property.equals("bridge.sip.port") && value.equals("0") && bound != null
                ? Integer.toString(bound.sipPort())
                : value;
    }
}
