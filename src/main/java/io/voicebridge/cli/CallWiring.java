package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.voicebridge.call.OutboundGuard;
import io.voicebridge.cli.call.Backlog;
import io.voicebridge.cli.call.CallIntake;
import io.voicebridge.cli.call.CallJournal;
import io.voicebridge.cli.call.LevelDesk;
import io.voicebridge.cli.call.SipPeers;
import io.voicebridge.cli.call.TenantGuard;
import io.voicebridge.cli.call.TransferDesk;
import io.voicebridge.component.sip.Announcer;
import io.voicebridge.component.sip.SipComponent;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.Outcomes;
import io.voicebridge.conversation.SipVariables;
import io.voicebridge.directory.AgentLookup;
import io.voicebridge.directory.CallLimits;
import io.voicebridge.directory.OutboundRules;
import io.voicebridge.directory.PhoneNumbers;
import io.voicebridge.trunk.Trunks;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds the steps of the call routes. */
public final class CallWiring implements CamelConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(CallWiring.class);

    @Override
    public void configure(CamelContext context) throws Exception {
        DirectoryWiring.require(context);
        ConversationWiring.require(context);
        TrunkWiring.require(context);
        context.getCamelContextExtension().addInterceptStrategy(new ConversationLogging());
        Registry registry = context.getRegistry();
        Conversations conversations = registry.lookupByNameAndType("conversations", Conversations.class);
        CallLimits callLimits = registry.lookupByNameAndType("callLimits", CallLimits.class);
        Outcomes outcomes = registry.lookupByNameAndType("outcomes", Outcomes.class);
        Clock clock = registry.lookupByNameAndType("clock", Clock.class);
        Backlog refused = new Backlog(clock, CallWiring::tellRefused);
        registry.bind("refusedBacklog", Backlog.class, refused, null, "close");
        registry.bind(
                "callIntake",
                new CallIntake(
                        registry.lookupByNameAndType("sipVariables", SipVariables.class),
                        callLimits,
                        conversations,
                        refused,
                        clock));
        registry.bind(
                "outboundGuard",
                OutboundGuard.class,
                new TenantGuard(registry.lookupByNameAndType("outboundRules", OutboundRules.class), conversations));
        Backlog calls = new Backlog(
                clock, caught -> conversations.note(caught.key(), CallJournal.late(caught, clock.instant())));
        registry.bind("callBacklog", Backlog.class, calls, null, "close");
        registry.bind(
                "transferDesk",
                new TransferDesk(
                        conversations,
                        registry.lookupByNameAndType("agentLookup", AgentLookup.class),
                        registry.lookupByNameAndType("phoneNumbers", PhoneNumbers.class),
                        context.resolvePropertyPlaceholders("{{bridge.numbers.region:US}}"),
                        registry.lookupByNameAndType("objectMapper", ObjectMapper.class),
                        id -> context.getComponent("sip", SipComponent.class).isUp(id),
                        calls,
                        clock));
        registry.bind("levelDesk", new LevelDesk(() -> context.getComponent("sip", SipComponent.class)
                .levels()));
        registry.bind("announcer", (Announcer)
                (text, voice) -> SpeechWiring.require(context).synthesizer().synthesize(text, voice));
        registry.bind(
                "sipPeers",
                new SipPeers(
                        context.resolvePropertyPlaceholders("{{bridge.sip.peers:}}"),
                        registry.lookupByNameAndType("trunks", Trunks.class)::peers,
                        Integer.parseInt(context.resolvePropertyPlaceholders("{{bridge.sip.ping-seconds:30}}")),
                        () -> Optional.ofNullable(registry.findSingleByType(MeterRegistry.class))));
        RecordingFolder recordings = registry.lookupByNameAndType("recordingFolder", RecordingFolder.class);
        registry.bind(
                "callJournal", new CallJournal(conversations, outcomes, callLimits, calls, recordings::name, clock));
    }

    private static void tellRefused(Backlog.CaughtUp caught) {
        LOG.warn(
                "{} refused calls were written down late, {} were not, since {}",
                caught.written(),
                caught.lost(),
                caught.since());
    }
}
