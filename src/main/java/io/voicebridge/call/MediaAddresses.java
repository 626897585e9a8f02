package io.voicebridge.call;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses that peers are told to send audio to, where those bound are not reached from outside: one for all, and one
 * for each listener that has its own. A name is looked up when it starts and again by {@link #refresh}. Thread-safe.
 */
final class MediaAddresses {

    private static final Logger LOG = LoggerFactory.getLogger(MediaAddresses.class);

    private final Optional<String> forAll;
    private final Map<String, String> byListener = new HashMap<>();
    private volatile Map<String, InetAddress> known = Map.of();

    /** @throws UnknownHostException if a name leads nowhere */
    MediaAddresses(CallEngineSettings settings) throws UnknownHostException {
        forAll = settings.media().advertisedHost();
        settings.listeners().forEach(l -> l.mediaHost().ifPresent(host -> byListener.put(l.name(), host)));
        Map<String, InetAddress> found = new HashMap<>();
        for (String host : hosts()) {
            found.put(host, InetAddress.getByName(host));
        }
        known = Map.copyOf(found);
    }

    /** @param listener that the call came by; empty for a call of ours */
    Optional<InetAddress> advertised(String listener) {
        return Optional.ofNullable(byListener.get(listener)).or(() -> forAll).map(known::get);
    }

    /** Looks the names up again; blocks. A name that leads nowhere now keeps its address. */
    void refresh() {
        Map<String, InetAddress> next = new HashMap<>(known);
        for (String host : hosts()) {
            if (NetUtil.createByteArrayFromIpAddressString(host) == null) {
                try {
                    InetAddress found = InetAddress.getByName(host);
                    if (!found.equals(next.put(host, found))) {
                        LOG.info("Audio is advertised at {} from now on, where {} leads", found.getHostAddress(), host);
                    }
                } catch (UnknownHostException e) {
                    LOG.warn("{} leads nowhere at the moment; audio stays advertised at its last address", host);
                }
            }
        }
        known = Map.copyOf(next);
    }

    private Iterable<String> hosts() {
        Map<String, String> all = new HashMap<>();
        forAll.ifPresent(host -> all.put(host, host));
        byListener.values().forEach(host -> all.put(host, host));
        return all.keySet();
    }
}
