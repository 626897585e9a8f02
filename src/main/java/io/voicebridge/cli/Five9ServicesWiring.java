package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.cli.agent.LimitedClient;
import io.voicebridge.cli.five9.Five9TaskDesk;
import io.voicebridge.cli.five9.SoapSteps;
import io.voicebridge.conversation.ConversationRoom;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.NumberKey;
import io.voicebridge.directory.TenantSecrets;
import io.voicebridge.directory.Tenants;
import io.voicebridge.five9.service.Loads;
import io.voicebridge.five9.service.NightWindow;
import io.voicebridge.five9.service.TaskQueue;
import io.voicebridge.five9.service.Tasks;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.springframework.transaction.support.TransactionTemplate;

/** Binds what is done at Five9's own web services because of outcomes. */
public final class Five9ServicesWiring implements CamelConfiguration {

    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(20);
    private static final int LARGEST_ANSWER = 1024 * 1024;
    private static final int REQUESTS_AT_A_TIME = 4;

    @Override
    public void configure(CamelContext context) throws Exception {
        DirectoryWiring.require(context);
        ConversationWiring.require(context);
        Registry registry = context.getRegistry();
        EntityManager entities = registry.lookupByNameAndType("entityManager", EntityManager.class);
        TransactionTemplate transactions =
                registry.lookupByNameAndType("transactionTemplate", TransactionTemplate.class);
        Clock clock = registry.lookupByNameAndType("clock", Clock.class);
        ConversationRoom room = registry.lookupByNameAndType("conversationRoom", ConversationRoom.class);
        Tenants tenants = registry.lookupByNameAndType("tenants", Tenants.class);
        TenantSecrets secrets = registry.lookupByNameAndType("tenantSecrets", TenantSecrets.class);
        String region = context.resolvePropertyPlaceholders("{{bridge.numbers.region:US}}");

        registry.bind(
                "five9Client",
                LimitedClient.class,
                new LimitedClient(
                        LONGEST_REQUEST, REQUESTS_AT_A_TIME, LARGEST_ANSWER, SystemDefaultDnsResolver.INSTANCE),
                null,
                "close");
        ThreadPoolExecutor senders = (ThreadPoolExecutor)
                context.getExecutorServiceManager().newFixedThreadPool(this, "five9-services", REQUESTS_AT_A_TIME);
        registry.bind("five9Senders", ExecutorService.class, senders);
        registry.bind("five9Soap", new SoapSteps(registry.lookupByNameAndType("objectMapper", ObjectMapper.class)));
        registry.bind(
                "five9Tasks",
                new Tasks(entities, transactions, clock, registry.lookupByNameAndType("audit", Audit.class)));
        registry.bind(
                "five9TaskDesk",
                new Five9TaskDesk(
                        new TaskQueue(
                                entities,
                                transactions,
                                clock,
                                tenant -> tenants.get(tenant).settings().five9(),
                                dncHours(context)),
                        new Loads(
                                room.archive(),
                                room.doNotCall(),
                                text -> NumberKey.of(text, region)
                                        .map(NumberKey::text)
                                        .orElse(""),
                                clock),
                        room.conversations(),
                        secrets::open,
                        context.resolvePropertyPlaceholders("{{bridge.five9.services-url:}}")
                                .strip(),
                        senders));
    }

    static NightWindow dncHours(CamelContext context) {
        return NightWindow.of(context.resolvePropertyPlaceholders("{{bridge.five9.dnc-hours:}}"));
    }
}
