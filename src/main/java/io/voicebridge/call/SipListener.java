package io.voicebridge.call;

import io.voicebridge.sip.UserAgent;
import io.voicebridge.sip.UserAgentListener;
import io.voicebridge.sip.dialog.SipUserAgent;
import io.voicebridge.sip.dialog.UserAgentSettings;
import io.voicebridge.sip.transport.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Starts the user agent of an engine. */
final class SipListener {

    private SipListener() {}

    static UserAgent start(CallEngineSettings settings, UserAgentListener listener) throws IOException {
        UserAgentSettings.Builder builder = UserAgentSettings.builder()
                .maxCalls(settings.maxCalls() + 1)
                .callsPerSecond(settings.entry().callsPerSecond())
                .admission(settings.entry().admission())
                .rates(settings.entry().rates())
                .streams(settings.streams())
                .tls(settings.tls())
                .dns(settings.dns())
                .sessionTimers(settings.timers())
                .reliableProvisionals(settings.provisionals())
                .capture(settings.capture());
        for (ListenerSettings each : settings.listeners()) {
            builder.listen(new Listener(
                    each.name(),
                    each.transport(),
                    new InetSocketAddress(InetAddress.getByName(each.host()), each.port()),
                    advertised(each),
                    each.admission()));
        }
        return SipUserAgent.start(builder.build(), listener);
    }

    /** With the port of the listener, unless it names another: a colon belongs to a port or to an IPv6 address. */
    private static Optional<String> advertised(ListenerSettings listener) {
        return listener.advertisedHost().map(host -> {
            boolean ipv6 = host.indexOf(':') != host.lastIndexOf(':');
            String plain = ipv6 && !host.startsWith("[") ? "[" + host + "]" : host;
            boolean hasPort = ipv6 ? !plain.endsWith("]") : plain.indexOf(':') >= 0;
            return hasPort || listener.port() == 0 ? plain : plain + ":" + listener.port();
        });
    }
}
