package io.voicebridge.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.conformance.Duty;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetGuardTest {

    private final TargetGuard guard = new TargetGuard(false, "");

    @Duty(
            value = "Webhook targets",
            says = "Nothing is sent to an address that is not of the public Internet, however it is written, unless the"
                    + " operator allows it.")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "0.0.0.0",
                "10.0.0.1",
                "100.64.0.1",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "192.0.0.8",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b::a00:1",
                "2002:7f00:1::",
                "2001::1",
                "fe80::1",
                "fc00::1",
                "fd12:3456::1",
                "fec0::1",
                "ff02::1"
            })
    void allowsNoAddressThatIsNotPublic(String address) throws UnknownHostException {
        assertThat(guard.allows(InetAddress.getByName(address))).isFalse();
        String host = address.contains(":") ? "[" + address + "]" : address;
        assertThat(guard.refusal("https://" + host + "/hook")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"8.8.8.8", "172.32.0.1", "192.0.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"})
    void allowsPublicAddresses(String address) throws UnknownHostException {
        assertThat(guard.allows(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://receiver.example.com/",
                "ftp://receiver.example.com/",
                "file:///etc/passwd",
                "gopher://receiver.example.com/",
                "//receiver.example.com/",
                "https:receiver.example.com",
                "https://",
                "https:///hook",
                "https://user:secret@receiver.example.com/",
                "https://receiver.example.com/#part",
                "https://receiver.example.com:0/",
                "https://receiver.example.com:99999/",
                "https://receiver.example.com/a b",
                "https://receiver.example.com/\r\nX-Evil: 1",
                "https://localhost/",
                "https://LOCALHOST/",
                "https://foo.localhost/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://127.1/",
                "https://0177.0.0.1/",
                "https://127.0.0.1./",
                "https://[::1%25eth0]/",
                ""
            })
    void refusesWhatIsNoUrlOfAPublicHost(String url) {
        assertThat(guard.refusal(url)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://receiver.example.com",
                "HTTPS://receiver.example.com:8443/hook?tenant=1&x=%20",
                "https://8.8.8.8/",
                "https://[2606:4700::1111]:8443/hook",
                "https://4you.example.com./"
            })
    void takesUrlsOfPublicHosts(String url) {
        assertThat(guard.refusal(url)).isEmpty();
    }

    @Test
    void theOperatorCanAllowAddressesAndPlainHttp() throws UnknownHostException {
        TargetGuard wide = new TargetGuard(true, "127.0.0.0/8, 10.1.2.3,::1/128");

        assertThat(wide.refusal("http://127.0.0.1:8080/")).isEmpty();
        assertThat(wide.refusal("http://localhost:8080/")).isEmpty();
        assertThat(wide.refusal("http://[::1]:8080/")).isEmpty();
        assertThat(wide.refusal("http://10.1.2.4/")).isPresent();
        assertThat(wide.allows(InetAddress.getByName("10.1.2.3"))).isTrue();
        assertThat(wide.refusal("ftp://127.0.0.1/")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0/8", "localhost", "10.0.0.0/x"})
    void aListThatIsNoneStopsTheStart(String ranges) {
        assertThatThrownBy(() -> new TargetGuard(false, ranges))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(ranges);
    }
}
