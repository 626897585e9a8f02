package io.voicebridge.sip.dialog;

import io.netty.util.NetUtil;
import io.voicebridge.sip.message.SipUri;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Socket addresses of URIs whose host is an address. No name is looked up here. */
final class Literals {

    private static final int SIP_PORT = 5060;
    private static final int TLS_PORT = 5061;

    private Literals() {}

    private static int port(SipUri uri) {
        boolean secure = uri.scheme().equals("sips")
                || uri.params().get("transport").filter("tls"::equalsIgnoreCase).isPresent();
        return secure ? TLS_PORT : SIP_PORT;
    }

    static Optional<InetSocketAddress> socketAddress(SipUri uri) {
        String host =
                uri.host().startsWith("[") ? uri.host().substring(1, uri.host().length() - 1) : uri.host();
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        if (address == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new InetSocketAddress(InetAddress.getByAddress(address), uri.port() == 0 ? port(uri) : uri.port()));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
