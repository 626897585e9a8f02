package io.voicebridge.sip.location;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class DnsSettingsTest {

    @Test
    void readsAddressesWithAndWithoutAPort() {
        assertThat(DnsSettings.parse(" 192.0.2.53, 192.0.2.54:5353,2001:db8::53 , [2001:db8::54]:5353")
                        .servers())
                .containsExactly(
                        new InetSocketAddress("192.0.2.53", 53),
                        new InetSocketAddress("192.0.2.54", 5353),
                        new InetSocketAddress("2001:db8::53", 53),
                        new InetSocketAddress("2001:db8::54", 5353));
        assertThat(DnsSettings.parse("  ").servers()).isEmpty();
    }

    @Test
    void refusesWhatIsNoAddress() {
        for (String wrong :
                new String[] {"ns.example", "192.0.2.300", "192.0.2.53:99999", "192.0.2.53;x", "a@192.0.2.53"}) {
            assertThatThrownBy(() -> DnsSettings.parse(wrong)).hasMessageContaining("'" + wrong + "' is no address");
        }
    }
}
