package io.voicebridge.component.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.sip.ListenerState;
import io.voicebridge.sip.Transport;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Camel's developer console and health checks show of the component. */
class SipConsoleTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private Caller caller;
    private InetSocketAddress address;

    @BeforeEach
    void start() throws Exception {
        SipComponent sip = new SipComponent();
        sip.setHost("127.0.0.1");
        sip.setPort(0);
        sip.setRtpPorts("0");
        context.addComponent("sip", sip);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sip:calls").routeId("take-call").to("sip:answer");
            }
        });
        context.start();
        address = sip.boundAddress(Transport.UDP).orElseThrow();
        caller = Caller.of(address);
    }

    @AfterEach
    void stop() {
        caller.close();
        context.getShutdownStrategy().setTimeout(1);
        context.stop();
    }

    @Test
    void showsListenersMessagesAndCallsButNobodysNumber() {
        PhoneCall call = caller.dials("+13453453453").from("+13035550100").connects();

        String text = (String) console().call(DevConsole.MediaType.TEXT);
        call.hangsUp();

        assertThat(text)
                .contains("default UDP 127.0.0.1:" + address.getPort() + " open")
                .containsPattern("admit [1-9]")
                .contains("Calls: 1")
                .containsPattern("call-\\S+ 0 route")
                .doesNotContain("3035550100", "3453453453");
    }

    @Test
    void givesTheSameAsJson() {
        Map<?, ?> json = (Map<?, ?>) console().call(DevConsole.MediaType.JSON);

        assertThat(json.get("served")).isEqualTo(true);
        assertThat(json.get("activeCalls")).isEqualTo(0);
        assertThat((List<?>) json.get("listeners")).hasSize(2);
        assertThat((List<?>) json.get("calls")).isEmpty();
    }

    @Test
    void isReadyWhileEveryListenerIsOpen() {
        HealthCheckAware consumer =
                (HealthCheckAware) context.getRoute("take-call").getConsumer();
        HealthCheck.Result result = consumer.getHealthCheck().call();

        assertThat(result.getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(result.getDetails()).containsEntry("listener.default.UDP", "UDP 127.0.0.1:" + address.getPort());
    }

    @Test
    void isNotReadyWhenASocketHasClosed() {
        ListenerState closed = new ListenerState(
                "carrier", Transport.TLS, new InetSocketAddress("127.0.0.1", 5061), false, Optional.empty());

        HealthCheck.Result result = new SipHealth("take-call", () -> List.of(closed)).call();

        assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(result.getMessage()).hasValue("Closed although it should listen: carrier TLS 127.0.0.1:5061");
        assertThat(new SipHealth("take-call", List::of).call().getState()).isEqualTo(HealthCheck.State.DOWN);
    }

    private DevConsole console() {
        return PluginHelper.getDevConsoleResolver(context).resolveDevConsole("sip");
    }
}
