package io.voicebridge.sip.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.util.NetUtil;
import io.voicebridge.conformance.Duty;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Duty(
        value = "Access list",
        says =
                "The socket's source decides and nothing that a header claims; a wrong mask stops the start and names the place; an empty list lets nobody in; IPv4 in IPv6 form is the plain address; an edit is taken without a restart, a faulty one changes nothing")
class AddressRangeTest {

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(literal));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "54.172.60.0/30, 54.172.60.3, true",
        "54.172.60.0/30, 54.172.60.4, false",
        "168.86.128.0/18, 168.86.191.255, true",
        "168.86.128.0/18, 168.86.192.0, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "128.0.0.0/1, 200.1.1.1, true",
        "128.0.0.0/1, 127.1.1.1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
        "192.0.2.0/24, 2001:db8::1, false",
        "2001:db8::/32, 192.0.2.1, false",
    })
    void containsWhatItsMaskCovers(String range, String address, boolean contained) {
        assertThat(AddressRange.parse(range).contains(address(address))).isEqualTo(contained);
    }

    @Test
    void takesAnIpv4AddressInIpv6FormForThePlainOne() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        mapped[12] = (byte) 192;
        mapped[14] = 2;
        mapped[15] = 9;
        InetAddress source = Inet6Address.getByAddress("", mapped, -1);

        assertThat(AddressRange.parse("192.0.2.0/24").contains(source)).isTrue();
        assertThat(AddressRange.parse("198.51.100.0/24").contains(source)).isFalse();
        assertThat(AddressRange.parse("::ffff:192.0.2.0/120").contains(address("192.0.2.9")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/24",
                "localhost",
                "sip.example.com/24",
                "192.0.2.0/",
                "192.0.2.0/33",
                "192.0.2.0/-1",
                "192.0.2.0/+8",
                "192.0.2.0/24/24",
                "192.0.2.0/255.255.255.0",
                "192.0.2/24",
                "192.0.2.256",
                "2001:db8::/129",
                "192.0.2.0/99999999999",
                "192.0.2.0/ 24",
            })
    void refusesWhatIsNoAddressOrMask(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.parse(text));
    }

    @Test
    void refusesABlockWithBitsBeyondItsMask() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressRange.parse("192.0.2.7/24"))
                .withMessageContaining("beyond its mask");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "::/0", "::ffff:0.0.0.0/96"})
    void refusesABlockThatIsEverybody(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressRange.parse(text))
                .withMessageContaining("anyone");
    }
}
