package io.voicebridge.sip.admission;

import io.voicebridge.sip.message.SipRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells the tools that look for open SIP servers by what they call themselves. Who changes that name passes; it keeps out
 * the bulk of what reaches a public address.
 */
public final class Scanners {

    public static final Scanners NONE = new Scanners(List.of());

    private static final List<String> TELLING = List.of("User-Agent", "From");

    private final List<String> patterns;

    /** @param patterns parts of a User-Agent header or From, compared without regard to case */
    public Scanners(List<String> patterns) {
        this.patterns = patterns.stream()
                .map(p -> p.strip().toLowerCase(Locale.ROOT))
                .filter(p -> !p.isEmpty())
                .toList();
    }

    boolean sent(SipRequest request) {
        if (patterns.isEmpty()) {
            return false;
        }
        for (String header : TELLING) {
            Optional<String> value = request.header(header);
            if (value.isPresent() && matches(value.get().toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(String value) {
        for (String pattern : patterns) {
            if (value.contains(pattern)) {
                return true;
            }
        }
        return false;
    }
}
