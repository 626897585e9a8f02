package io.voicebridge.component.sip;

import io.netty.util.NetUtil;
import io.voicebridge.sip.Destination;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.SipUri;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** Where a SIP URI is dialled: at its address, or at the servers that its name stands for (RFC 3263). */
final class DialTarget {

    private static final int PORT = 5060;

    private DialTarget() {}

    /** @throws IllegalArgumentException with one sentence, if the URI cannot be dialled */
    static Destination of(String uri) {
        SipUri parsed = SipUri.parse(uri)
                .filter(sip -> sip.scheme().equals("sip") || sip.scheme().equals("sips"))
                .filter(sip -> sip.headers().isEmpty() && !sip.params().has("method"))
                .orElseThrow(() -> new IllegalArgumentException(
                        "The target is not a SIP URI such as sip:+13035550100@carrier.example.com"));
        byte[] address = NetUtil.createByteArrayFromIpAddressString(parsed.host());
        if (address == null || !parsed.scheme().equals("sip")) {
            return Destination.of(uri);
        }
        int port = parsed.port() > 0 ? parsed.port() : PORT;
        try {
            return Destination.of(transport(parsed), new InetSocketAddress(InetAddress.getByAddress(address), port));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("The target's address is not one", e);
        }
    }

    /** The host of a URI that {@link #of} takes. */
    static String host(String uri) {
        return SipUri.parse(uri).map(SipUri::host).map(DialTarget::literal).orElse("anonymous.invalid");
    }

    private static String literal(String host) {
        return host.indexOf(':') >= 0 && !host.startsWith("[") ? '[' + host + ']' : host;
    }

    private static Transport transport(SipUri uri) {
        String name = uri.params().get("transport").orElse("udp").toUpperCase(Locale.ROOT);
        try {
            return Transport.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The target's transport is not one that can be dialled", e);
        }
    }
}
