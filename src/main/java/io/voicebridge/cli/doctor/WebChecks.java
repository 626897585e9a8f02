package io.voicebridge.cli.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Whether Five9's scripts and others' webhooks find the bridge over HTTP. */
final class WebChecks {

    private static final Duration SCRIPT_PATIENCE = Duration.ofSeconds(5);
    private static final long SLOW_MS = 1_500;

    private final HttpClient http;
    private final String publicUrl;

    /** @param publicUrl where scripts ask; empty if nobody has said */
    WebChecks(HttpClient http, String publicUrl) {
        this.http = http;
        this.publicUrl = publicUrl;
    }

    List<Check> all() {
        return List.of(
                new Check("A script's Query is answered within its 5 s", () -> answers("/five9/v1/outcome")),
                new Check("A webhook finds its way in", () -> answers("/hooks/v1/outcomes")));
    }

    /** Without a key, which no door but ours refuses in that way. */
    private Finding answers(String path) throws InterruptedException {
        if (publicUrl.isEmpty()) {
            return Finding.amber(
                    "Nobody has said where scripts ask. Set bridge.public.url, such as https://voice.example.com.");
        }
        URI uri = URI.create(publicUrl.replaceAll("/+$", "") + path);
        boolean post = path.startsWith("/hooks");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(SCRIPT_PATIENCE);
        long begun = System.nanoTime();
        HttpResponse<Void> response;
        try {
            response = http.send(
                    post
                            ? request.POST(HttpRequest.BodyPublishers.ofString("{}"))
                                    .build()
                            : request.GET().build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            return Finding.red(uri + " cannot be asked (" + e + "). Look at DNS, certificate and proxy, or correct"
                    + " bridge.public.url.");
        }
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        if (response.statusCode() != 401) {
            return Finding.red(uri + " answers " + response.statusCode()
                    + " where this bridge asks for a key with 401: something else stands there, or a proxy in between"
                    + " changes the answer.");
        }
        return took >= SLOW_MS
                ? Finding.amber("It took " + took + " ms of the 5,000 that a script waits. Look at the way there.")
                : Finding.GREEN;
    }
}
