package io.voicebridge.component.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.voicebridge.call.ListenerSettings;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.transport.Admission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of listeners. */
class SipListenersTest {

    @TempDir
    private Path folder;

    private List<ListenerSettings> read(String text) throws IOException {
        return ListenerFile.read(Files.writeString(folder.resolve("listeners.yaml"), text), policy -> {
            if (!policy.equals("default") && !policy.equals("carriers")) {
                throw new IllegalArgumentException("There is no SIP policy " + policy);
            }
            return Admission.everyone();
        });
    }

    @Test
    void readsEachTransportOfEachListener() throws IOException {
        List<ListenerSettings> all = read("""
                listeners:
                  - name: public
                    transports: [udp, tcp]
                    host: "::"
                    port: 5070
                    advertised: sip.example.com
                    media: 203.0.113.7
                    policy: carriers
                  - name: secure
                    transports: [tls]
                """);
        assertThat(all)
                .extracting(ListenerSettings::name, ListenerSettings::transport, ListenerSettings::port)
                .containsExactly(
                        tuple("public", Transport.UDP, 5070),
                        tuple("public", Transport.TCP, 5070),
                        tuple("secure", Transport.TLS, 5061));
        assertThat(all.get(0).mediaHost()).contains("203.0.113.7");
    }

    @Test
    void readsTheExample() {
        assertThat(ListenerFile.read(Path.of("config/sip-listeners.example.yaml"), policy -> Admission.everyone()))
                .hasSize(4);
    }

    @Test
    void namesWhatIsWrong() {
        assertThatThrownBy(() -> read("listeners: []")).hasMessageContaining("there are no listeners");
        assertThatThrownBy(() -> read("listeners: [{name: a, transports: [sctp]}]"))
                .hasMessageContaining("the transport 'sctp' of a is not one of udp, tcp, tls");
        assertThatThrownBy(() -> read("listeners: [{name: a, transports: [udp], prot: 1}]"))
                .hasMessageContaining("'prot' of a is not one of");
        assertThatThrownBy(() -> read("listeners: [{name: a, transports: [udp], port: 70000}]"))
                .hasMessageContaining("the port of a");
        assertThatThrownBy(() -> read("listeners: [{name: a, transports: [udp]}, {name: a, transports: [tcp]}]"))
                .hasMessageContaining("two listeners have the name a");
        assertThatThrownBy(() -> read("listeners: [{name: a, transports: [udp], policy: x}]"))
                .hasMessageContaining("There is no SIP policy x");
    }
}
