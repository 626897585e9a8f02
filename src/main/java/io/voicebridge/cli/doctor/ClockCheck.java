package io.voicebridge.cli.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/**
 * Whether the clock of this machine is right, by the {@code Date} of a web server elsewhere (RFC 9110 section 6.6.1), which is
 * exact to a second.
 */
final class ClockCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** A webhook's signature holds for five minutes; long before that, times in a timeline mislead. */
    static final Duration SKEWED = Duration.ofSeconds(5);

    static final Duration MUCH_SKEWED = Duration.ofMinutes(2);

    private final HttpClient http;
    private final String reference;
    private final Clock clock;

    /** @param reference the web server's address; empty if nobody has named one */
    ClockCheck(HttpClient http, String reference, Clock clock) {
        this.http = http;
        this.reference = reference;
        this.clock = clock;
    }

    Check check() {
        return new Check("The clock of this machine is right", this::look);
    }

    private Finding look() throws InterruptedException {
        if (reference.isEmpty()) {
            return Finding.amber(
                    "No clock elsewhere is asked, so that it is not known. Name a web server whose clock you trust in"
                            + " bridge.clock.reference, such as https://www.example.com.");
        }
        HttpResponse<Void> response;
        Instant before = clock.instant();
        try {
            response = http.send(
                    HttpRequest.newBuilder(URI.create(reference))
                            .timeout(PATIENCE)
                            .header("Cache-Control", "no-cache")
                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (IOException | IllegalArgumentException e) {
            return unknown("cannot be asked (" + e + ")");
        }
        if (response.headers().firstValue("Age").isPresent()) {
            return unknown("answers out of a cache, with a time that is past");
        }
        return response.headers()
                .firstValue("Date")
                .map(date -> compared(date, before))
                .orElseGet(() -> unknown("tells no time"));
    }

    private Finding compared(String date, Instant before) {
        Instant there;
        try {
            there = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
        } catch (DateTimeException e) {
            return unknown("tells no time: '" + date + "'");
        }
        // Told somewhere between the question and the answer, with what is below a second cut off
        Duration behind = Duration.between(clock.instant(), there);
        Duration ahead = Duration.between(there.plusSeconds(1), before);
        Duration apart = behind.compareTo(ahead) > 0 ? behind : ahead;
        String fix = "It is " + apart.toSeconds() + " s " + (behind.compareTo(ahead) > 0 ? "behind " : "ahead of ")
                + reference + ". Run an NTP client.";
        if (apart.compareTo(MUCH_SKEWED) >= 0) {
            return Finding.red(fix + " Signed webhooks are refused at 300 s.");
        }
        return apart.compareTo(SKEWED) >= 0 ? Finding.amber(fix) : Finding.GREEN;
    }

    private Finding unknown(String why) {
        return Finding.amber(reference + ' ' + why
                + ", so that it is not known. Correct bridge.clock.reference, or open the" + " way out.");
    }
}
