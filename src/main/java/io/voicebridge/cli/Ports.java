package io.voicebridge.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Picks TCP ports for the HTTP servers. Camel names the router of a server after its configured port, so two servers on
 * port 0 would share one; the port is chosen before they start instead. Between choosing and binding another process
 * may take it: the start then fails with the address in the message.
 */
final class Ports {

    private Ports() {}

    /**
     * The port of the setting, or a free one for 0.
     *
     * @param server what {@code .host} and {@code .port} of its settings stand behind
     * @throws BindException if another program has the port
     */
    static int choose(Settings settings, String server) throws BindException {
        String host = settings.get(server + ".host");
        int port = settings.port(server + ".port");
        if (port != 0 && !isFree(host, port)) {
            throw new BindException(server + ".port: nothing can listen on port " + port + " of " + host
                    + ". Does another program use it?");
        }
        return choose(host, port);
    }

    /** The port itself, or a free one for 0. */
    static int choose(String host, int port) {
        if (port != 0) {
            return port;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(host, 0));
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No free TCP port on " + host, e);
        }
    }

    /** True if a server can listen on the port now. */
    static boolean isFree(String host, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
