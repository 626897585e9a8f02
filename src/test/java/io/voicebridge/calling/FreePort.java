package io.voicebridge.calling;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Ports of the loopback address that nobody has at the moment, for programs that must be told theirs. None is one that the system gives
 * to clients: a server that comes late, or is away for a while, finds it free.
 */
public final class FreePort {

    private static final int ATTEMPTS = 50;
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private FreePort() {}

    /** Free for UDP and for TCP. */
    public static int ofAServer() {
        return ofServers(1);
    }

    /** Free for UDP and for TCP, and the next one too: a port that is free for the one may be somebody's for the other. */
    public static int withTheNext() {
        return ofServers(2);
    }

    private static int ofServers(int count) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(10_000, 20_000 - count);
            if (IntStream.range(first, first + count).allMatch(FreePort::isFree)) {
                return first;
            }
        }
        throw new IllegalStateException("No port is free");
    }

    private static boolean isFree(int port) {
        try (DatagramSocket datagrams = new DatagramSocket(port, HERE);
                ServerSocket streams = new ServerSocket(port, 1, HERE)) {
            return datagrams.isBound() && streams.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
