package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.voicebridge.cli.event.DeliveryDesk;
import io.voicebridge.cli.event.WebhookClient;
import io.voicebridge.conversation.Archive;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.Nodes;
import io.voicebridge.conversation.Registrations;
import io.voicebridge.directory.Agents;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.SecretStore;
import io.voicebridge.event.EventBeat;
import io.voicebridge.event.EventRoom;
import io.voicebridge.security.TargetGuard;
import io.voicebridge.security.WebhookSignature;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.springframework.transaction.support.TransactionTemplate;

/** Binds webhooks and Kafka, and how events get to them. */
public final class EventWiring implements CamelConfiguration {

    @Override
    public void configure(CamelContext context) throws Exception {
        DirectoryWiring.require(context);
        ConversationWiring.require(context);
        Registry registry = context.getRegistry();
        Clock clock = registry.lookupByNameAndType("clock", Clock.class);
        Clock steady = registry.lookupByNameAndType("steadyClock", Clock.class);
        EventBeat beat = registry.lookupByNameAndType("eventBeat", EventBeat.class);
        int senders = Integer.parseInt(context.resolvePropertyPlaceholders("{{bridge.webhooks.senders:32}}"));
        Duration patience = Duration.ofSeconds(
                Long.parseLong(context.resolvePropertyPlaceholders("{{bridge.webhooks.timeout-seconds:15}}")));
        TargetGuard guard = guard(context);

        EventRoom room = EventRoom.open(
                new EventRoom.Means(
                        registry.lookupByNameAndType("entityManager", EntityManager.class),
                        registry.lookupByNameAndType("transactionTemplate", TransactionTemplate.class),
                        clock,
                        registry.lookupByNameAndType("ids", Ids.class),
                        registry.lookupByNameAndType("objectMapper", ObjectMapper.class),
                        registry.lookupByNameAndType("audit", Audit.class),
                        registry.lookupByNameAndType("secretStore", SecretStore.class),
                        registry.lookupByNameAndType("conversations", Conversations.class)),
                new EventRoom.Settings(
                        URI.create(context.resolvePropertyPlaceholders("{{bridge.events.source:/voice-bridge}}")),
                        registry.lookupByNameAndType("nodeName", String.class),
                        KafkaWiring.isOn(context),
                        senders,
                        context.resolvePropertyPlaceholders(
                                "{{bridge.webhooks.retry-seconds:5,30,120,600,3600,21600,86400}}"),
                        Duration.ofDays(
                                Long.parseLong(context.resolvePropertyPlaceholders("{{bridge.events.keep-days:14}}")))),
                beat,
                WebhookSignature::newSecret,
                guard::refusal);
        StorageWiring.onceOpen(context, room.queue()::recover);
        Nodes nodes = registry.lookupByNameAndType("nodes", Nodes.class);
        nodes.whenGone(room.queue()::release);
        nodes.whenGone(room.relay()::release);
        Registrations registrations = registry.lookupByNameAndType("registrations", Registrations.class);
        registry.bind(
                "clockWatch", new ClockWatch(clock, steady, room.queue()::clockWentBack, registrations::clockWasSet));
        KafkaWiring.bind(context, room.relay(), clock);
        registry.bind("webhooks", room.webhooks());
        registry.bind("webhooksPart", room.bundlePart());
        registry.bind("deliveries", room.deliveries());
        registry.bind(
                "evidenceDesk",
                new EvidenceDesk(
                        registry.lookupByNameAndType("archive", Archive.class),
                        registry.lookupByNameAndType("agents", Agents.class),
                        room.deliveries(),
                        room.relay(),
                        registry.lookupByNameAndType("objectMapper", ObjectMapper.class)));
        registry.bind("eventRetention", room.retention());
        registry.bind(
                "webhookClient",
                WebhookClient.class,
                new WebhookClient(guard, SystemDefaultDnsResolver.INSTANCE, patience, senders),
                null,
                "close");
        registry.bind("webhookSenders", ExecutorService.class, pool(senders), null, "shutdown");
        registry.bind(
                "deliveryDesk",
                new DeliveryDesk(
                        room,
                        beat,
                        new WebhookSignature(clock),
                        clock,
                        steady,
                        patience,
                        () -> Optional.ofNullable(context.getRegistry().findSingleByType(MeterRegistry.class))));
    }

    /** In the demo receivers are on this machine. */
    private static TargetGuard guard(CamelContext context) {
        return guard(
                context.resolvePropertyPlaceholders("{{bridge.demo:false}}"),
                context.resolvePropertyPlaceholders("{{bridge.webhooks.allow-http:false}}"),
                context.resolvePropertyPlaceholders("{{bridge.webhooks.allow-addresses:}}"));
    }

    /** The same of what a command reads. */
    static TargetGuard guard(Settings settings) {
        return guard(
                settings.get("bridge.demo"),
                settings.get("bridge.webhooks.allow-http"),
                settings.get("bridge.webhooks.allow-addresses"));
    }

    private static TargetGuard guard(String isDemo, String isPlain, String allowed) {
        boolean demo = Boolean.parseBoolean(isDemo);
        boolean plainHttp = Boolean.parseBoolean(isPlain);
        return new TargetGuard(plainHttp || demo, demo ? "127.0.0.0/8,::1," + allowed : allowed);
    }

    private static ExecutorService pool(int senders) {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(senders, senders, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "webhook-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
