package io.voicebridge.sip.admission;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * A block of IPv4 or IPv6 addresses such as {@code 192.0.2.0/24}, or one address. An IPv4 address in IPv6 form ({@code
 * ::ffff:192.0.2.1}) is the same as the plain one, in a block and in what is compared with it.
 */
public final class AddressRange {

    private static final int IPV4 = 4;
    private static final int IPV6 = 16;
    private static final int MAPPED_BITS = 96;

    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /**
     * Reads a block. No name is ever looked up.
     *
     * @throws IllegalArgumentException if it is no address, the mask is not a number that fits, the address has bits
     *     beyond the mask, or the mask is 0, which would be everyone
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw new IllegalArgumentException("'" + text + "' is no IP address and no block such as 192.0.2.0/24");
        }
        int size = address.length * 8;
        int bits = slash < 0 ? size : mask(text, text.substring(slash + 1), size);
        if (isMapped(address) && bits >= MAPPED_BITS) {
            address = Arrays.copyOfRange(address, IPV6 - IPV4, IPV6);
            bits -= MAPPED_BITS;
        }
        if (bits == 0) {
            throw new IllegalArgumentException("'" + text + "' is every address; write anyone if that is meant");
        }
        AddressRange range = new AddressRange(address, bits);
        if (!Arrays.equals(address, range.lowest())) {
            throw new IllegalArgumentException("'" + text + "' has bits beyond its mask");
        }
        return range;
    }

    private static int mask(String text, String digits, int size) {
        Optional<Integer> bits =
                digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(Character::isDigit)
                        ? Optional.empty()
                        : Optional.of(Integer.parseInt(digits));
        return bits.filter(b -> b <= size)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The mask of '" + text + "' is not a number of bits from 1 to " + size));
    }

    private byte[] lowest() {
        byte[] lowest = network.clone();
        for (int bit = bits; bit < lowest.length * 8; bit++) {
            lowest[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return lowest;
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        int skip = bytes.length == IPV6 && network.length == IPV4 && isMapped(bytes) ? IPV6 - IPV4 : 0;
        if (bytes.length - skip != network.length) {
            return false;
        }
        int whole = bits / 8;
        for (int i = 0; i < whole; i++) {
            if (bytes[skip + i] != network[i]) {
                return false;
            }
        }
        int rest = bits % 8;
        return rest == 0 || ((bytes[skip + whole] ^ network[whole]) & 0xFF) >> 8 - rest == 0;
    }

    static boolean isMapped(byte[] address) {
        if (address.length != IPV6 || address[10] != -1 || address[11] != -1) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return NetUtil.bytesToIpAddress(network) + '/' + bits;
    }
}
