package io.voicebridge.cli.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Whether Five9's scripts and others' webhooks find the bridge over HTTP. */
final class WebChecks {

    private static final Duration SCRIPT_PATIENCE = Duration.ofSeconds(5);
    private static final long SLOW_MS = 1_500;

    /** Signs as an AI platform of the tenant does. */
    @FunctionalInterface
    interface Signing {
        /** The headers that make a body a signed webhook. */
        Map<String, String> sign(String body);
    }

    /**
     * A key of a script, for one question.
     *
     * @param gone takes it away
     */
    record Pass(String key, Runnable gone) implements AutoCloseable {
        @Override
        public void close() {
            gone.run();
        }
    }

    /** Of a conversation that there is not, by its id: what is asked by a correlation is told to calls that have another one. */
    private static final String QUERY = "/five9/v1/outcome?wait=3&conversation_id=cv_doctor";

    /** Of no call there is: whoever is told so has been heard, and nothing has changed. */
    private static final String OUTCOME_OF_NO_CALL =
            "{\"event\":\"outcome\",\"conversation_id\":\"cv_doctor\",\"outcome\":\"qualified\"}";

    private final HttpClient http;
    private final String publicUrl;
    private final Signing signing;
    private final Supplier<Pass> passes;

    /** @param publicUrl where scripts ask; empty if nobody has said */
    WebChecks(HttpClient http, String publicUrl, Signing signing, Supplier<Pass> passes) {
        this.http = http;
        this.publicUrl = publicUrl;
        this.signing = signing;
        this.passes = passes;
    }

    List<Check> all() {
        return List.of(
                new Check("A script's Query is answered within its 5 s", this::queryIsAnswered),
                new Check("A webhook finds its way in", this::asksForASignature),
                new Check("A signed outcome is heard, there and back", this::isHeard));
    }

    private Finding isHeard() throws InterruptedException {
        if (publicUrl.isEmpty()) {
            return unsaid();
        }
        URI uri = uri("/hooks/v1/outcomes");
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(SCRIPT_PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(OUTCOME_OF_NO_CALL));
        signing.sign(OUTCOME_OF_NO_CALL).forEach(request::header);
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            return cannotBeAsked(uri, e);
        }
        if (response.statusCode() == 404 && response.body().contains("unknown_call")) {
            return Finding.GREEN;
        }
        return response.statusCode() == 401
                ? Finding.red("The signature does not survive the way: a proxy changes the body or drops the headers"
                        + " webhook-id, webhook-timestamp and webhook-signature, or this is another bridge.")
                : Finding.red(uri + " answers " + response.statusCode() + " to a signed outcome of a call that there is"
                        + " not, where this bridge says unknown_call with 404: something stands in between.");
    }

    private static Finding unsaid() {
        return Finding.amber(
                "Nobody has said where scripts ask. Set bridge.public.url, such as https://voice.example.com.");
    }

    private static Finding cannotBeAsked(URI uri, IOException failure) {
        return Finding.red(uri + " cannot be asked (" + failure + "). Look at DNS, certificate and proxy, or correct"
                + " bridge.public.url.");
    }

    private URI uri(String path) {
        return URI.create(publicUrl.replaceAll("/+$", "") + path);
    }

    /** With a key, all the way to the database and back. */
    private Finding queryIsAnswered() throws InterruptedException {
        if (publicUrl.isEmpty()) {
            return unsaid();
        }
        URI uri = uri(QUERY);
        HttpResponse<String> response;
        long begun;
        try (Pass pass = passes.get()) {
            begun = System.nanoTime();
            response = http.send(
                    HttpRequest.newBuilder(uri)
                            .timeout(SCRIPT_PATIENCE)
                            .header("X-API-Key", pass.key())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            return cannotBeAsked(uri, e);
        }
        if (response.statusCode() == 401) {
            return Finding.red("The key does not survive the way: a proxy drops the header X-API-Key, or " + publicUrl
                    + " is another bridge.");
        }
        return response.statusCode() == 200 && response.body().contains("not_found")
                ? timely(begun)
                : Finding.red(
                        uri + " answers " + response.statusCode() + " to a script's Query for a call that there is not,"
                                + " where this bridge says not_found with 200: something else stands there, or a proxy in between"
                                + " changes the answer.");
    }

    private static Finding timely(long begun) {
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        return took >= SLOW_MS
                ? Finding.amber("It took " + took + " ms of the 5,000 that a script waits. Look at the way there.")
                : Finding.GREEN;
    }

    /** Without one, which no door but ours refuses in that way. */
    private Finding asksForASignature() throws InterruptedException {
        if (publicUrl.isEmpty()) {
            return unsaid();
        }
        URI uri = uri("/hooks/v1/outcomes");
        HttpResponse<Void> response;
        long begun = System.nanoTime();
        try {
            response = http.send(
                    HttpRequest.newBuilder(uri)
                            .timeout(SCRIPT_PATIENCE)
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            return cannotBeAsked(uri, e);
        }
        return response.statusCode() == 401
                ? timely(begun)
                : Finding.red(
                        uri + " answers " + response.statusCode() + " where this bridge asks for a signature with 401:"
                                + " something else stands there, or a proxy in between changes the answer.");
    }
}
