package io.voicebridge.sip.location;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What the DNS says. An empty list says that there is no such thing; where it could not be found out, the future fails
 * with a {@link NameFailure}. Asked and answered on one loop.
 */
interface Names {

    CompletableFuture<List<Naptr>> pointers(String domain);

    CompletableFuture<List<Srv>> services(String name);

    /** The addresses of one kind. A name without a dot at its end may be completed by the search list of the machine. */
    CompletableFuture<List<InetAddress>> addresses(String host, IpFamily family);
}
