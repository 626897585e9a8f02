package io.voicebridge.call;

import io.voicebridge.sip.Transport;
import io.voicebridge.sip.UserAgent;
import io.voicebridge.sip.UserAgentListener;
import io.voicebridge.sip.dialog.SipUserAgent;
import io.voicebridge.sip.dialog.UserAgentSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Starts the user agent of an engine: UDP and TCP on one port. */
final class SipListener {

    private SipListener() {}

    static UserAgent start(CallEngineSettings settings, InetAddress host, UserAgentListener listener)
            throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, settings.port());
        UserAgentSettings.Builder builder = UserAgentSettings.builder()
                .listen(Transport.UDP, address)
                .listen(Transport.TCP, address)
                .maxCalls(settings.maxCalls() + 1)
                .callsPerSecond(settings.entry().callsPerSecond())
                .admission(settings.entry().admission())
                .rates(settings.entry().rates());
        settings.advertisedHost().ifPresent(advertised -> {
            String hostPort = advertised.indexOf(':') < 0 && settings.port() != 0
                    ? advertised + ":" + settings.port()
                    : advertised;
            builder.advertise(Transport.UDP, hostPort).advertise(Transport.TCP, hostPort);
        });
        return SipUserAgent.start(builder.build(), listener);
    }
}
