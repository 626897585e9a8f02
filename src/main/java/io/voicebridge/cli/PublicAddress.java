package io.voicebridge.cli;

import java.net.URI;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Where others reach this bridge, which it cannot know by itself: {@code bridge.public.url} and {@code bridge.public.sip}. What
 * is not set is taken for this machine.
 *
 * @param http without a path and a slash at its end
 * @param sip a SIP URI without a user
 */
record PublicAddress(URI http, String sip) {

    /** @param property gives the value of a property, empty if it has none */
    static PublicAddress of(UnaryOperator<String> property) {
        String url = property.apply("bridge.public.url").strip().replaceAll("/+$", "");
        String sip = property.apply("bridge.public.sip").strip();
        return new PublicAddress(
                URI.create(url.isEmpty() ? "http://localhost:" + property.apply("bridge.http.port") : url),
                sip.isEmpty() ? "sip:" + host(property) + ":" + property.apply("bridge.sip.port") : sip);
    }

    private static String host(UnaryOperator<String> property) {
        return Stream.of("bridge.sip.advertised.host", "bridge.sip.host")
                .map(property)
                .map(String::strip)
                .filter(host -> !host.isEmpty() && !host.equals("0.0.0.0") && !host.equals("::"))
                .findFirst()
                .orElse("localhost");
    }
}
