package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.ListenerSettings;
import io.voicebridge.rehearsal.RehearsalTarget;
import io.voicebridge.sip.Transport;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class SimulatorWireTest {

    @Command(name = "simulate")
    private static final class Simulate {
        @Mixin
        private SimulatorWire wire;
    }

    private static CallEngineSettings settings(boolean takesCalls, String... options) throws Exception {
        Simulate simulate = new Simulate();
        new CommandLine(simulate).parseArgs(options);
        RehearsalTarget bridge = RehearsalTarget.at(
                "sip:127.0.0.1;transport=tls", URI.create("http://127.0.0.1:1"), "", Optional.empty(), Map.of());
        return simulate.wire.towards(bridge, takesCalls, 10);
    }

    @Test
    void takesTlsWhereItHasACertificate() throws Exception {
        assertThat(settings(true, "--certificate", "five9.crt", "--private-key", "five9.key")
                        .listeners())
                .extracting(ListenerSettings::transport, ListenerSettings::port)
                .containsExactly(
                        Tuple.tuple(Transport.UDP, 5070),
                        Tuple.tuple(Transport.TCP, 5070),
                        Tuple.tuple(Transport.TLS, 5071));
    }

    @Test
    void takesAnyFreePortWhereNobodyCallsIt() throws Exception {
        assertThat(settings(false, "--certificate", "five9.crt", "--private-key", "five9.key", "--inbound-port", "7")
                        .listeners())
                .extracting(ListenerSettings::port)
                .containsExactly(0, 0, 0);
    }

    @Test
    void wantsTheKeyOfACertificate() {
        assertThatThrownBy(() -> settings(true, "--certificate", "five9.crt"))
                .isInstanceOf(CommandLine.ParameterException.class)
                .hasMessage("--certificate and --private-key belong together.");
    }
}
