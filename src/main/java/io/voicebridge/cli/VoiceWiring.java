package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.VoiceAgent;
import io.voicebridge.agent.echo.EchoAgent;
import io.voicebridge.agent.embedded.EmbeddedAgent;
import io.voicebridge.component.sip.MediaProcessor;
import io.voicebridge.component.sip.SipComponent;
import io.voicebridge.sip.Transport;
import io.voicebridge.speech.Speech;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Binds the voice agents, the media processor that lets them talk, and the port on which calls come in. */
public final class VoiceWiring implements CamelConfiguration {

    @Override
    public void configure(CamelContext context) {
        StorageWiring.require(context);
        Speech speech = SpeechWiring.require(context);
        Registry registry = context.getRegistry();
        Clock clock = registry.lookupByNameAndType("clock", Clock.class);
        ObjectMapper json = registry.lookupByNameAndType("objectMapper", ObjectMapper.class);

        EmbeddedAgent embedded = new EmbeddedAgent(speech, clock, json);
        registry.bind("embeddedAgent", VoiceAgent.class, embedded, null, "close");
        Map<String, VoiceAgent> agents = new HashMap<>(HostedWiring.bind(context, speech, embedded, json));
        agents.put(embedded.name(), embedded);
        EchoAgent echo = new EchoAgent(speech.synthesizer(), json);
        registry.bind("echoAgent", VoiceAgent.class, echo, null, "close");
        agents.put(echo.name(), echo);
        registry.bind("mediaProcessor", new MediaProcessor(agents, clock));

        RuntimeFile.SipPort port = new BoundPorts(context);
        registry.bind("sipPort", RuntimeFile.SipPort.class, port);
    }

    private record BoundPorts(CamelContext context) implements RuntimeFile.SipPort {

        @Override
        public int sipPort() {
            int udp = port(Transport.UDP);
            return udp == 0 ? port(Transport.TCP) : udp;
        }

        @Override
        public int sipsPort() {
            return port(Transport.TLS);
        }

        private int port(Transport transport) {
            return context.getComponent("sip", SipComponent.class)
                    .boundAddress(transport)
                    .map(InetSocketAddress::getPort)
                    .orElse(0);
        }
    }
}
