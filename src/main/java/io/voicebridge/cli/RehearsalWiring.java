package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.cli.rehearsal.CustomerFolder;
import io.voicebridge.cli.rehearsal.RehearsalDesk;
import io.voicebridge.cli.rehearsal.RehearsedLines;
import io.voicebridge.component.sip.SipComponent;
import io.voicebridge.conversation.ConversationRoom;
import io.voicebridge.directory.AgentLookup;
import io.voicebridge.directory.AgentTrial;
import io.voicebridge.directory.Agents;
import io.voicebridge.directory.ApiKeys;
import io.voicebridge.sip.Transport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.LifecycleStrategySupport;

/** Binds what lets simulated customers call. */
public final class RehearsalWiring implements CamelConfiguration {

    @Override
    public void configure(CamelContext context) throws Exception {
        DirectoryWiring.require(context);
        ConversationWiring.require(context);
        Registry registry = context.getRegistry();
        ExecutorService threads = context.getExecutorServiceManager().newCachedThreadPool(this, "rehearsal");
        // Before the bridge waits for its calls to end: these need not.
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopping(CamelContext stopping) {
                threads.shutdownNow();
            }
        });
        registry.bind(
                "rehearsalDesk",
                new RehearsalDesk(
                        new CustomerFolder(Path.of(context.resolvePropertyPlaceholders("{{bridge.rehearsal.folder}}"))),
                        new RehearsalDesk.Directory(
                                registry.lookupByNameAndType("agents", Agents.class),
                                registry.lookupByNameAndType("agentLookup", AgentLookup.class),
                                registry.lookupByNameAndType("agentTrial", AgentTrial.class),
                                registry.lookupByNameAndType("apiKeys", ApiKeys.class)),
                        registry.lookupByNameAndType("conversationRoom", ConversationRoom.class)
                                .rehearsals(),
                        registry.lookupByNameAndType("rehearsedLines", RehearsedLines.class),
                        new RehearsalDesk.Bridge(
                                () -> sip(context).boundAddress(Transport.UDP),
                                address -> sip(context).admits(address),
                                () -> http(context),
                                () -> SpeechWiring.require(context)),
                        threads,
                        registry.lookupByNameAndType("objectMapper", ObjectMapper.class),
                        registry.lookupByNameAndType("clock", Clock.class)));
    }

    private static SipComponent sip(CamelContext context) {
        return context.getComponent("sip", SipComponent.class);
    }

    private static URI http(CamelContext context) {
        String host = context.resolvePropertyPlaceholders("{{bridge.http.host}}");
        return URI.create("http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ':'
                + context.resolvePropertyPlaceholders("{{bridge.http.port}}"));
    }
}
