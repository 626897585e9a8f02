package io.voicebridge.sip.sdp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Reads IP addresses without ever asking a name server. */
final class IpAddresses {

    private IpAddresses() {}

    /** The address; empty if the text is anything but an IPv4 address in four decimals or an IPv6 address. */
    static Optional<InetAddress> parse(String text) {
        if (text.indexOf(':') >= 0) {
            return isIpv6Alphabet(text) ? literal(text) : Optional.empty();
        }
        return ipv4(text);
    }

    private static Optional<InetAddress> ipv4(String text) {
        byte[] bytes = new byte[4];
        int start = 0;
        for (int i = 0; i < 4; i++) {
            int end = i < 3 ? text.indexOf('.', start) : text.length();
            Optional<Integer> part =
                    end < 0 || end - start > 3 ? Optional.empty() : Numbers.parse(text.substring(start, end), 255);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            bytes[i] = part.get().byteValue();
            start = end + 1;
        }
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an IPv4 address", e);
        }
    }

    /** With a colon and no letter beyond f, the text cannot be taken for a name, and is not looked up. */
    private static boolean isIpv6Alphabet(String text) {
        if (text.length() > 45) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean hex = c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
            if (!hex && c != ':' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.getByName('[' + text + ']')); // in brackets: a literal or an exception
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
