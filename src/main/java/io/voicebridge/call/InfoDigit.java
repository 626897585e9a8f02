package io.voicebridge.call;

import io.voicebridge.sip.message.SipRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A key press that comes by SIP INFO. No RFC has it; what senders agree on is {@code application/dtmf-relay} with a line
 * {@code Signal=5}, and {@code application/dtmf} with the key alone. Numbers from 10 on are those of RFC 4733 events.
 */
final class InfoDigit {

    private static final String KEYS = "0123456789*#ABCD";
    private static final int LONGEST_BODY = 256;

    private InfoDigit() {}

    /** Empty if the request tells no key press. */
    static Optional<Character> of(SipRequest info) {
        String type = info.header("Content-Type").orElse("");
        int semicolon = type.indexOf(';');
        String bare =
                (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        if (info.body().length > LONGEST_BODY) {
            return Optional.empty();
        }
        String body = new String(info.body(), StandardCharsets.ISO_8859_1);
        return switch (bare) {
            case "application/dtmf-relay" -> signal(body).flatMap(InfoDigit::key);
            case "application/dtmf" -> signal(body).or(() -> Optional.of(body)).flatMap(InfoDigit::key);
            default -> Optional.empty();
        };
    }

    private static Optional<String> signal(String body) {
        return body.lines()
                .map(line -> line.split("=", 2))
                .filter(field -> field.length == 2 && field[0].strip().equalsIgnoreCase("signal"))
                .map(field -> field[1])
                .findFirst();
    }

    private static Optional<Character> key(String written) {
        String key = written.strip().toUpperCase(Locale.ROOT);
        if (key.length() == 1) {
            return KEYS.contains(key) ? Optional.of(key.charAt(0)) : Optional.empty();
        }
        boolean event = key.length() == 2 && key.charAt(0) == '1' && key.charAt(1) >= '0' && key.charAt(1) <= '5';
        return event ? Optional.of(KEYS.charAt(10 + key.charAt(1) - '0')) : Optional.empty();
    }
}
