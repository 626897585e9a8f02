package io.voicebridge.rtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;

/** The sockets of a session: RTP on an even port, RTCP on the next (RFC 3550 section 11). */
record RtpSockets(DatagramChannel rtp, DatagramChannel rtcp, InetSocketAddress address) implements AutoCloseable {

    /** Expedited forwarding (RFC 3246), the class of interactive voice; routers may or may not honour it. */
    private static final int EXPEDITED = 0xB8;

    /** Room for about a second of packets while a media thread is held up. */
    private static final int RECEIVE_BUFFER = 64 * 1024;

    /** Binds both ports, port 0 to any. Fails without leaving a socket behind. */
    static RtpSockets bind(InetAddress host, int port) throws IOException {
        DatagramChannel rtp = open(host, port);
        try {
            InetSocketAddress address = (InetSocketAddress) rtp.getLocalAddress();
            return new RtpSockets(rtp, open(host, address.getPort() + 1), address);
        } catch (IOException | RuntimeException e) {
            rtp.close();
            throw e;
        }
    }

    private static DatagramChannel open(InetAddress host, int port) throws IOException {
        // A socket of the address's own family: an IPv4 socket reports IPv4 sources, not mapped ones.
        DatagramChannel channel = DatagramChannel.open(
                host.getAddress().length == 4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.setOption(StandardSocketOptions.IP_TOS, EXPEDITED);
            channel.bind(new InetSocketAddress(host, port));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() {
        close(rtp);
        close(rtcp);
    }

    private static void close(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Closing a datagram socket sends nothing: there is nothing left to do.
        }
    }
}
