package io.voicebridge.sip.transport;

import io.netty.util.NetUtil;
import io.voicebridge.sip.Destination;
import io.voicebridge.sip.capture.CallCapture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Shows what goes out to a capture first. */
final class CapturedWire implements Wire {

    private final Wire next;
    private final CallCapture capture;

    CapturedWire(Wire next, CallCapture capture) {
        this.next = next;
        this.capture = capture;
    }

    @Override
    public void send(byte[] message, Hop hop, Consumer<String> undelivered) {
        if (!hop.remote().isUnresolved()) {
            capture.add(message, address(next.advertised(hop)), hop.remote());
        }
        next.send(message, hop, undelivered);
    }

    /** As it is told to peers; where that is a name, which nobody looks up here, an address that stands for none. */
    static InetSocketAddress address(String hostPort) {
        int colon = hostPort.lastIndexOf(':');
        boolean hasPort = colon > hostPort.lastIndexOf(']') && colon >= 0;
        String host = hasPort ? hostPort.substring(0, colon) : hostPort;
        InetAddress literal = NetUtil.createInetAddressFromIpAddressString(
                host.replace("[", "").replace("]", ""));
        int port = hasPort ? Integer.parseInt(hostPort.substring(colon + 1)) : 5060;
        return literal == null ? new InetSocketAddress(port) : new InetSocketAddress(literal, port);
    }

    @Override
    public void locate(Destination destination, Consumer<List<Hop>> found, Consumer<String> failed) {
        next.locate(destination, found, failed);
    }

    @Override
    public void avoid(Hop hop, Duration time) {
        next.avoid(hop, time);
    }

    @Override
    public String advertised(Hop hop) {
        return next.advertised(hop);
    }
}
