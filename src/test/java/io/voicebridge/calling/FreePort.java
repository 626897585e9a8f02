package io.voicebridge.calling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback address that nobody has at the moment, for programs that must be told theirs. */
public final class FreePort {

    private static final int ATTEMPTS = 50;

    private FreePort() {}

    /** Free for UDP and for TCP, and none that the system gives to clients: a server that is away for a while finds it again. */
    public static int ofAServer() {
        for (int attempt = 1; ; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 20_000);
            try (DatagramSocket datagrams = new DatagramSocket(port, InetAddress.getLoopbackAddress());
                    ServerSocket streams = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return streams.getLocalPort();
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new IllegalStateException("No port is free", e);
                }
            }
        }
    }

    /** Free for UDP and for TCP, and the next one too: a port that is free for the one may be somebody's for the other. */
    public static int withTheNext() {
        InetAddress here = InetAddress.getLoopbackAddress();
        for (int attempt = 1; ; attempt++) {
            try (DatagramSocket datagrams = new DatagramSocket(0, here);
                    ServerSocket streams = new ServerSocket(datagrams.getLocalPort(), 1, here);
                    DatagramSocket nextDatagrams = new DatagramSocket(datagrams.getLocalPort() + 1, here);
                    ServerSocket nextStreams = new ServerSocket(nextDatagrams.getLocalPort(), 1, here)) {
                return nextStreams.getLocalPort() - 1;
            } catch (BindException | IllegalArgumentException e) {
                if (attempt == ATTEMPTS) {
                    throw new IllegalStateException("No port is free", e);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
