package io.voicebridge.cli;

import io.voicebridge.security.TargetGuard;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Finds only addresses that something may be sent to. Asked when a connection is made, so that a name cannot change its
 * meaning after it was looked at. Thread-safe.
 */
public final class GuardedNames implements DnsResolver {

    private final TargetGuard guard;
    private final DnsResolver names;

    /** The name leads to addresses that nothing is sent to. */
    public static final class ForbiddenAddress extends UnknownHostException {
        private static final long serialVersionUID = 1L;
    }

    /** @param names finds all addresses of a host */
    public GuardedNames(TargetGuard guard, DnsResolver names) {
        this.guard = guard;
        this.names = names;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] allowed =
                Stream.of(names.resolve(host)).filter(guard::allows).toArray(InetAddress[]::new);
        if (allowed.length == 0) {
            throw new ForbiddenAddress();
        }
        return allowed;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
