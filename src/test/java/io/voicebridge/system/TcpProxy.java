package io.voicebridge.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands before a server and can be taken away: with a reset that everybody notices, or by silence. */
public final class TcpProxy implements AutoCloseable {

    /** How the server goes away. */
    public enum Fault {
        /** Connections break and new ones are refused, as when the server's process dies. */
        REFUSED,
        /** Connections stay and nothing is answered any more, as when the network swallows every packet. */
        SILENT
    }

    private final int serverPort;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean silent;
    private volatile Duration delay = Duration.ZERO;
    private volatile ServerSocket listener;

    public TcpProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        port = listener.getLocalPort();
        accept(listener);
    }

    public int port() {
        return port;
    }

    /** From now on each piece of data takes so long on its way, there and back. */
    public void slowBy(Duration time) {
        delay = time;
    }

    public void breakBy(Fault fault) throws IOException {
        if (fault == Fault.SILENT) {
            silent = true;
        } else {
            listener.close();
            closeAll();
        }
    }

    /** The server is back; connections that were swallowed are gone. */
    public void restore() throws IOException {
        silent = false;
        closeAll();
        if (listener.isClosed()) {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            accept(listener);
        }
    }

    private void accept(ServerSocket from) {
        start(() -> {
            while (true) {
                Socket client = from.accept();
                open.add(client);
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                open.add(server);
                start(() -> pump(client, server));
                start(() -> pump(server, client));
            }
        });
    }

    private void pump(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                // The network that this stands for takes its time
                Thread.sleep(delay.toMillis());
                if (!silent) {
                    out.write(bytes, 0, length);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One side has gone: that is what this proxy is for.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void closeAll() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        closeAll();
    }
}
