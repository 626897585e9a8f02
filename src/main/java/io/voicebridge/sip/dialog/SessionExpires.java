package io.voicebridge.sip.dialog;

import io.voicebridge.sip.message.HeaderValues;
import io.voicebridge.sip.message.WireMessage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The value of Session-Expires (RFC 4028 section 4), such as {@code 1800;refresher=uac}.
 *
 * @param refresher which end of the transaction keeps the session alive; empty for whom the answer chooses
 */
record SessionExpires(int seconds, Optional<Refresher> refresher) {

    static final String HEADER = "Session-Expires";
    static final String LEAST = "Min-SE";

    /** Seconds; the shortest that the RFC knows. */
    static final int SHORTEST = 90;

    enum Refresher {
        UAC,
        UAS
    }

    /** That of a message; empty if it has none, or none that makes sense. */
    static Optional<SessionExpires> of(WireMessage message) {
        return message.raw().header(HEADER).flatMap(SessionExpires::parse);
    }

    private static Optional<SessionExpires> parse(String text) {
        List<HeaderValues.Value> values = HeaderValues.split(text);
        OptionalInt seconds = values.isEmpty() ? OptionalInt.empty() : seconds(values.get(0));
        if (seconds.isEmpty() || seconds.getAsInt() == 0) {
            return Optional.empty();
        }
        Optional<Refresher> refresher =
                switch (values.get(0).text("refresher").toLowerCase(Locale.ROOT)) {
                    case "uac" -> Optional.of(Refresher.UAC);
                    case "uas" -> Optional.of(Refresher.UAS);
                    default -> Optional.empty();
                };
        return Optional.of(new SessionExpires(seconds.getAsInt(), refresher));
    }

    /** The Min-SE of a message; 90 if it has none (RFC 4028 section 5). */
    static int least(WireMessage message) {
        List<HeaderValues.Value> values =
                HeaderValues.split(message.raw().header(LEAST).orElse(""));
        return values.isEmpty()
                ? SHORTEST
                : Math.max(SHORTEST, seconds(values.get(0)).orElse(SHORTEST));
    }

    private static OptionalInt seconds(HeaderValues.Value value) {
        return HeaderValues.number(value.head(), Integer.MAX_VALUE);
    }

    @Override
    public String toString() {
        return seconds
                + refresher
                        .map(r -> ";refresher=" + r.name().toLowerCase(Locale.ROOT))
                        .orElse("");
    }
}
