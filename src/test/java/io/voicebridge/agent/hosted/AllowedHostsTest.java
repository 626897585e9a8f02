package io.voicebridge.agent.hosted;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.conformance.Duty;
import io.voicebridge.security.TargetGuard;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedHostsTest {

    private static final String NOT_PUBLIC =
            "100.64.0.1, 192.0.0.8, 0.0.0.0, [64:ff9b::a00:1], [2002:7f00:1::], [::ffff:10.0.0.1], [fd12:3456::1]";

    private final AllowedHosts hosts = AllowedHosts.of(
                    "8.8.8.8, localhost, 10.0.0.7, " + NOT_PUBLIC, "bot.internal, *.lab.internal")
            .withPublic(new TargetGuard(false, "")::allows);

    @Test
    void letsThroughWhatTheOperatorNames() {
        assertThatCode(() -> hosts.check(URI.create("wss://8.8.8.8/agent"))).doesNotThrowAnyException();
        assertThatCode(() -> hosts.check(URI.create("ws://bot.internal:8080/x")))
                .doesNotThrowAnyException();
        assertThatCode(() -> hosts.check(URI.create("ws://a.lab.internal"))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "wss://elsewhere.example.com/, not among those",
        "ws://8.8.8.8/, over TLS",
        "wss://localhost/, inside a network",
        "wss://10.0.0.7/, inside a network",
        "wss://100.64.0.1/, inside a network",
        "wss://192.0.0.8/, inside a network",
        "wss://0.0.0.0/, inside a network",
        "wss://[64:ff9b::a00:1]/, inside a network",
        "wss://[2002:7f00:1::]/, inside a network",
        "wss://[::ffff:10.0.0.1]/, inside a network",
        "wss://[fd12:3456::1]/, inside a network",
        "wss://2130706433/, not among those",
        "wss://8.8.8.8./, no WebSocket address",
        "wss://169.254.169.254/, not among those",
        "https://8.8.8.8/, no WebSocket address",
        "wss://user:pw@8.8.8.8/, no WebSocket address",
        "wss:///path, no WebSocket address",
        "wss://lab.internal/, not among those"
    })
    @Duty(
            value = "hosted agents",
            says = "a tenant cannot make the bridge talk with hosts that the operator has not named")
    void refusesTheRest(String uri, String reason) {
        assertThatThrownBy(() -> hosts.check(URI.create(uri)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
