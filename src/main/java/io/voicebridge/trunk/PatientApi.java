package io.voicebridge.trunk;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Asks a provider as it wants to be asked: what it refused as too much (429) was not processed and is sent again after the
 * time that it named; a question that only reads is repeated after a failure of the server. What makes or changes something
 * is never repeated here, because it may have been done: the next run reads first. A run has so many requests and no more.
 * Not thread-safe.
 */
final class PatientApi {

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        void take(Duration time) throws InterruptedException;
    }

    private static final int TRIES = 3;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final Duration BETWEEN_READS = Duration.ofMillis(250);
    private static final Duration UNTOLD_WAIT = Duration.ofSeconds(1);
    private static final Set<Integer> NOT_THERE = Set.of(404, 410);

    private final CarrierApi api;
    private final Pause pause;
    private int left;

    /** @param most requests of this run */
    PatientApi(CarrierApi api, Pause pause, int most) {
        this.api = api;
        this.pause = pause;
        this.left = most;
    }

    /** @throws CarrierFault unless it was answered with 2xx */
    JsonNode ask(CarrierRequest request) {
        return ifThere(request)
                .orElseThrow(() -> new CarrierFault(404, "", request + " was answered 404: there is no such thing"));
    }

    /** The same, where it is no failure that there is no such thing. */
    Optional<JsonNode> ifThere(CarrierRequest request) {
        CarrierAnswer answer = send(request);
        if (NOT_THERE.contains(answer.status())) {
            return Optional.empty();
        }
        if (!answer.isGood()) {
            throw fault(request, answer);
        }
        return Optional.of(answer.body());
    }

    private CarrierAnswer send(CarrierRequest request) {
        for (int attempt = 1; ; attempt++) {
            if (left-- <= 0) {
                throw new CarrierFault(0, "", "the run has asked the provider more often than it may");
            }
            CarrierAnswer answer = once(request, attempt);
            Optional<Duration> wait = answer == null ? Optional.of(BETWEEN_READS) : again(request, answer, attempt);
            if (wait.isEmpty()) {
                return answer;
            }
            rest(wait.get());
        }
    }

    /** Null if a question that only reads may be asked again. */
    private CarrierAnswer once(CarrierRequest request, int attempt) {
        try {
            return api.send(request);
        } catch (CarrierFault e) {
            if (request.onlyReads() && attempt < TRIES) {
                return null;
            }
            throw new CarrierFault(e.status(), e.code(), request + ": " + e.getMessage());
        }
    }

    private static Optional<Duration> again(CarrierRequest request, CarrierAnswer answer, int attempt) {
        if (attempt >= TRIES) {
            return Optional.empty();
        }
        if (answer.status() == 429) {
            Duration wait = answer.retryAfter().orElse(UNTOLD_WAIT.multipliedBy(attempt));
            return wait.compareTo(LONGEST_WAIT) > 0 ? Optional.empty() : Optional.of(wait);
        }
        return answer.status() >= 500 && request.onlyReads() ? Optional.of(BETWEEN_READS) : Optional.empty();
    }

    private void rest(Duration time) {
        try {
            pause.take(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CarrierFault(0, "", "the bridge stops");
        }
    }

    /** Twilio: code and message; Telnyx: a list of errors (its published shapes). */
    private static CarrierFault fault(CarrierRequest request, CarrierAnswer answer) {
        JsonNode first = answer.body().path("errors").path(0);
        String code = first.isMissingNode()
                ? answer.body().path("code").asText("")
                : first.path("code").asText("");
        String said = first.isMissingNode()
                ? answer.body().path("message").asText("")
                : first.path("detail").asText(first.path("title").asText(""));
        return new CarrierFault(
                answer.status(),
                code,
                request + " was answered " + answer.status() + (code.isEmpty() ? "" : " (" + code + ')')
                        + (said.isEmpty() ? "" : ": " + said.substring(0, Math.min(300, said.length()))),
                answer.retryAfter());
    }
}
