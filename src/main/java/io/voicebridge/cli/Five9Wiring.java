package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.voicebridge.conversation.ConversationRoom;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.NumberKey;
import io.voicebridge.directory.Tenants;
import io.voicebridge.five9.CallAnnouncements;
import io.voicebridge.five9.OutcomeAnswers;
import io.voicebridge.five9.ScriptEvents;
import io.voicebridge.security.LinkSignature;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.spi.Registry;
import org.springframework.transaction.support.TransactionTemplate;

/** Binds what answers Five9's scripts and takes webhooks. */
public final class Five9Wiring implements CamelConfiguration {

    private static final int LOOKERS = 4;

    @Override
    public void configure(CamelContext context) throws Exception {
        DirectoryWiring.require(context);
        ConversationWiring.require(context);
        Registry registry = context.getRegistry();
        ConversationRoom room = registry.lookupByNameAndType("conversationRoom", ConversationRoom.class);
        Tenants tenants = registry.lookupByNameAndType("tenants", Tenants.class);
        String region = context.resolvePropertyPlaceholders("{{bridge.numbers.region:US}}");
        UnaryOperator<String> numberKey =
                text -> NumberKey.of(text, region).map(NumberKey::text).orElse("");
        ExecutorService lookers =
                context.getExecutorServiceManager().newFixedThreadPool(this, "five9-waiting", LOOKERS);
        Clock clock = registry.lookupByNameAndType("clock", Clock.class);
        registry.bind("hookDesk", new HookDesk(registry.lookupByNameAndType("objectMapper", ObjectMapper.class)));
        LinkDesk links = new LinkDesk(
                room.archive(),
                registry.lookupByNameAndType("audit", Audit.class),
                registry.lookupByNameAndType("transactionTemplate", TransactionTemplate.class),
                registry.lookupByNameAndType("linkSignature", LinkSignature.class),
                DirectoryWiring.reach(context),
                tenant -> tenants.get(tenant).settings().screenPopMinutes(),
                clock);
        registry.bind("linkDesk", links);
        Five9Meters meters = new Five9Meters(() -> Optional.ofNullable(
                registry.lookupByNameAndType(MicrometerConstants.METRICS_REGISTRY_NAME, MeterRegistry.class)));
        registry.bind("five9Meters", meters);
        registry.bind(
                "five9Desk",
                new Five9Desk(
                        new CallAnnouncements(
                                new DirectoryNumbers(
                                        registry.lookupByNameAndType("entityManager", EntityManager.class),
                                        registry.lookupByNameAndType("transactionTemplate", TransactionTemplate.class),
                                        numberKey),
                                room.registrations()),
                        new OutcomeAnswers(
                                room.standings(),
                                room.archive(),
                                room.conversations(),
                                room.lastLooks(),
                                room.wakeups(),
                                clock,
                                numberKey,
                                tenant -> tenants.get(tenant).settings().waitCapS(),
                                links::told,
                                Integer.parseInt(
                                        context.resolvePropertyPlaceholders("{{bridge.five9.max-waiting:2000}}")),
                                lookers),
                        new ScriptEvents(room.standings(), room.conversations()),
                        meters));
    }
}
