package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.voicebridge.call.RecordingFormat;
import io.voicebridge.conversation.Archive;
import io.voicebridge.conversation.ConversationRoom;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.LastLooks;
import io.voicebridge.conversation.Outcomes;
import io.voicebridge.conversation.Registrations;
import io.voicebridge.conversation.SipVariables;
import io.voicebridge.conversation.Standings;
import io.voicebridge.conversation.Wakeups;
import io.voicebridge.directory.Audit;
import io.voicebridge.directory.Ids;
import io.voicebridge.directory.NumberKey;
import io.voicebridge.directory.Tenants;
import io.voicebridge.event.EventBeat;
import io.voicebridge.event.Outbox;
import io.voicebridge.five9.service.TaskBook;
import io.voicebridge.five9.service.Tasks;
import io.voicebridge.sip.capture.CallCapture;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** Binds conversations and outcomes, and ends what a crash left open before the first call is taken. */
public final class ConversationWiring implements CamelConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(ConversationWiring.class);

    @Override
    public void configure(CamelContext context) throws Exception {
        require(context);
    }

    /** Binds everything on the first call; does nothing after that. */
    static void require(CamelContext context) throws Exception {
        StorageWiring.require(context);
        DirectoryWiring.require(context);
        Registry registry = context.getRegistry();
        if (registry.lookupByName("conversations") != null) {
            return;
        }
        EntityManager entities = registry.lookupByNameAndType("entityManager", EntityManager.class);
        Clock clock = registry.lookupByNameAndType("clock", Clock.class);
        Clock steady = registry.lookupByNameAndType("steadyClock", Clock.class);
        Ids ids = registry.lookupByNameAndType("ids", Ids.class);
        ObjectMapper json = registry.lookupByNameAndType("objectMapper", ObjectMapper.class);
        String region = context.resolvePropertyPlaceholders("{{bridge.numbers.region:US}}");
        UnaryOperator<String> numberKey =
                text -> NumberKey.of(text, region).map(NumberKey::text).orElse("");
        Path dataDir = Path.of(context.resolvePropertyPlaceholders("{{bridge.data.dir:data}}"));
        String node = node(dataDir, ids);

        Tenants tenants = registry.lookupByNameAndType("tenants", Tenants.class);
        int nodeBeat = Integer.parseInt(context.resolvePropertyPlaceholders("{{bridge.node.beat-seconds:5}}"));
        EventBeat beat = new EventBeat();
        MeteredAnnouncements announcements = new MeteredAnnouncements(
                new TaskBook(
                        new Outbox(entities, json, () -> ids.next("ev"), beat),
                        entities,
                        clock,
                        ids,
                        tenant -> tenants.get(tenant).settings().five9(),
                        Five9ServicesWiring.dncHours(context)),
                () -> Optional.ofNullable(registry.findSingleByType(MeterRegistry.class)));
        Optional<CallCapture> signals = SignalDesk.capture(context, clock);
        signals.ifPresent(kept -> registry.bind("callCapture", CallCapture.class, kept));
        ConversationRoom room = ConversationRoom.open(
                entities,
                registry.lookupByNameAndType("transactionTemplate", TransactionTemplate.class),
                registry.lookupByNameAndType("dataSource", DataSource.class),
                clock,
                ids,
                json,
                numberKey,
                announcements,
                Integer.parseInt(context.resolvePropertyPlaceholders("{{bridge.timeline.max-entries:2000}}")),
                node,
                patience(nodeBeat, context),
                () -> Storage.time(entities),
                callId -> signals.ifPresent(kept -> kept.forget(callId)));
        registry.bind("eventBeat", beat);
        registry.bind("announcements", announcements);
        registry.bind("nodeName", String.class, node);
        registry.bind("conversationRoom", ConversationRoom.class, room);
        context.addService(timelineOf(room), true, false);
        registry.bind("conversations", Conversations.class, room.conversations());
        registry.bind("outcomes", Outcomes.class, room.outcomes());
        registry.bind("standings", Standings.class, room.standings());
        registry.bind("registrations", Registrations.class, room.registrations());
        registry.bind("lastLooks", LastLooks.class, room.lastLooks());
        registry.bind("archive", Archive.class, room.archive());
        registry.bind("wakeups", Wakeups.class, room.wakeups());
        registry.bind("sipVariables", new SipVariables());
        RecordingFolder recordings = RecordingFolder.of(
                context.resolvePropertyPlaceholders("{{bridge.recordings.dir:" + dataDir.resolve("recordings") + "}}"),
                context.resolvePropertyPlaceholders("{{bridge.recordings.shared:}}"),
                context.resolvePropertyPlaceholders("{{bridge.recordings.keys:}}"));
        registry.bind("recordingFolder", recordings);
        recordings.format().ifPresent(format -> registry.bind("recordingFormat", RecordingFormat.class, format));
        registry.bind(
                "nodeDesk",
                new NodeDesk(
                        room.nodeCommands(),
                        room.archive(),
                        room.conversations(),
                        recordings,
                        callId -> signals.ifPresent(kept -> kept.forget(callId)),
                        json));
        registry.bind(
                "signalDesk",
                new SignalDesk(
                        signals,
                        room.archive(),
                        registry.lookupByNameAndType("audit", Audit.class),
                        registry.lookupByNameAndType("transactionTemplate", TransactionTemplate.class),
                        room.nodeCommands()::isHere));
        registry.bind("retentionStep", new RetentionStep(room.retention(), recordings, clock, steady));
        registry.bind(
                "conversationDesk",
                new ConversationDesk(
                        room.archive(),
                        room.conversations(),
                        ids,
                        numberKey,
                        recordings,
                        room.nodeCommands()::isHere,
                        () -> registry.lookupByNameAndType("five9Tasks", Tasks.class),
                        room.rehearsals()));
        registry.bind("statisticsDesk", new StatisticsDesk(room.statistics(), clock));
        registry.bind(
                "privacyDesk",
                new PrivacyDesk(room.holds(), room.numberErasure(), room.doNotCall(), recordings, numberKey));
        registry.bind("outcomeDesk", new OutcomeDesk(room.outcomes(), json));
        registry.bind("nodes", room.nodes());

        context.addService(
                new NodeLife(context, room.nodes(), room.nodeCommands(), Duration.ofSeconds(nodeBeat)), true, false);

        BellWiring.of(context).ifPresent(bell -> {
            bell.whenHeard(room.wakeups()::wake);
            room.wakeups().tell(bell::ring);
        });

        StorageWiring.onceOpen(context, () -> recover(room.conversations(), node));
    }

    private static void recover(Conversations conversations, String node) {
        int interrupted = conversations.recover(node);
        if (interrupted > 0) {
            LOG.warn("{} conversations were open when the bridge stopped; they are ended now", interrupted);
        }
    }

    /** Writes what waits before the registry closes the database, which it does in the order that things were bound in. */
    private static Service timelineOf(ConversationRoom room) {
        return new ServiceSupport() {
            @Override
            protected void doStop() {
                room.close();
            }
        };
    }

    /** How long another bridge may be silent: a beat or two may be late. */
    private static Duration patience(int beat, CamelContext context) {
        int timeout = Integer.parseInt(context.resolvePropertyPlaceholders("{{bridge.node.timeout-seconds:30}}"));
        if (beat < 1 || timeout < 3 * beat) {
            throw new IllegalArgumentException("bridge.node.timeout-seconds is " + timeout
                    + ": at least three times bridge.node.beat-seconds is needed, which is " + beat);
        }
        return Duration.ofSeconds(timeout);
    }

    /** The name of this bridge among those that share a database; made on first start. */
    private static String node(Path dataDir, Ids ids) throws IOException {
        Path file = dataDir.resolve("node.id");
        if (Files.isRegularFile(file)) {
            String node = Files.readString(file).strip();
            if (node.matches("[a-z0-9_]{1,64}")) {
                return node;
            }
        }
        Files.createDirectories(dataDir);
        return Files.readString(Files.writeString(file, ids.next("nd")));
    }
}
