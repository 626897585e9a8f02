package io.voicebridge.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RehearsalTargetTest {

    @ParameterizedTest
    @CsvSource({
        "sip:127.0.0.1, 5060, UDP, ''",
        "sip:127.0.0.1:5070;transport=tcp, 5070, TCP, ''",
        "sip:+13453453453@127.0.0.1;transport=TLS, 5061, TLS, +13453453453",
        "sips:127.0.0.1, 5061, TLS, ''",
    })
    void readsWhereCallsGo(String uri, int port, String transport, String number) {
        RehearsalTarget target = at(uri, Map.of());

        assertThat(target.sip().getPort()).isEqualTo(port);
        assertThat(target.transport()).hasToString(transport);
        assertThat(target.number()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "tel:+13035550100", "sip:127.0.0.1;transport=sctp", "sip:"})
    void refusesWhatIsNoSuchPlace(String uri) {
        assertThatThrownBy(() -> at(uri, Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void asksElsewhereForAnAddressThatWasMoved() {
        RehearsalTarget target = at("sip:127.0.0.1", Map.of("https://voice.example.com", "http://127.0.0.1:8080"));

        assertThat(target.asked("https://voice.example.com/five9/v1/outcome?wait=3"))
                .isEqualTo("http://127.0.0.1:8080/five9/v1/outcome?wait=3");
        assertThat(target.asked("https://crm.example.com/lead")).isEqualTo("https://crm.example.com/lead");
    }

    private static RehearsalTarget at(String uri, Map<String, String> moved) {
        return RehearsalTarget.at(uri, URI.create("http://127.0.0.1:8080"), "key", Optional.empty(), moved);
    }
}
