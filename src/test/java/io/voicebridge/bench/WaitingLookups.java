package io.voicebridge.bench;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.voicebridge.security.WebhookSignature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Look-ups that are held until their outcome comes, signed, as a webhook. What takes too long is never begun anew, and no more
 * are open at once than is said: so nothing is left over for whoever measures next.
 */
final class WaitingLookups {

    private static final long HELD_MS = 250;
    private static final long PATIENCE_S = 30;

    private final LookupPeer peer;
    private final WebhookSignature signature = new WebhookSignature(Clock.systemUTC());

    /**
     * When the look-ups were answered, by the number of the conversation.
     *
     * @param sinceSent since their outcome was sent: the request and the commit are in it
     * @param at by the clock of this machine, which is the bridge's
     */
    record Answered(OpenLoop.Times sinceSent, Map<Integer, Instant> at) {

        /** Since the bridge had the outcome and began to commit it. */
        OpenLoop.Times since(Map<Integer, Instant> committed) {
            Map<Integer, Instant> both = new HashMap<>(at);
            both.keySet().retainAll(committed.keySet());
            return OpenLoop.Times.of(
                    both.entrySet().stream()
                            .mapToLong(answer -> Duration.between(committed.get(answer.getKey()), answer.getValue())
                                    .toNanos())
                            .toArray(),
                    at.size() - both.size());
        }
    }

    WaitingLookups(LookupPeer peer) {
        this.peer = peer;
    }

    /**
     * Looks up the conversations {@code wait-<name>-1} and so on.
     *
     * @param atOnce more than are held at once at this rate
     */
    Answered ask(String name, int count, int perSecond, int atOnce) throws Exception {
        Map<String, String> key = Map.of("X-API-Key", peer.demo("five9_key"));
        Semaphore free = new Semaphore(atOnce);
        Map<Integer, Instant> at = new ConcurrentHashMap<>();
        Map<Integer, Long> took = new ConcurrentHashMap<>();
        long[] sent = new long[count];
        int held = (int) (HELD_MS * perSecond / 1_000);
        Future<?>[] lookUps = new Future<?>[count];
        try (OpenLoop client = new OpenLoop(peer.port())) {
            for (int n = 0; n < count + held; n++) {
                if (n < count) {
                    int mine = n;
                    free.acquire();
                    lookUps[n] = client.send(
                                    HttpMethod.GET, "/five9/v1/outcome?wait=4&correlation=" + of(name, n), key, "")
                            .onSuccess(status -> {
                                if (status == 200 && sent[mine] != 0) {
                                    took.put(mine, System.nanoTime() - sent[mine]);
                                    at.put(mine + 1, Instant.now());
                                }
                            });
                }
                TimeUnit.MILLISECONDS.sleep(1_000 / perSecond);
                if (n >= held) {
                    int due = n - held;
                    sent[due] = System.nanoTime();
                    Future.join(commit(client, name, due), lookUps[due]).onComplete(both -> free.release());
                }
            }
            if (!free.tryAcquire(atOnce, PATIENCE_S, TimeUnit.SECONDS)) {
                throw new TimeoutException("Look-ups or outcomes were not answered");
            }
        }
        return new Answered(
                OpenLoop.Times.of(
                        took.values().stream().mapToLong(Long::longValue).toArray(), count - took.size()),
                at);
    }

    private static String of(String name, int n) {
        return "wait-" + name + '-' + (n + 1);
    }

    private Future<Integer> commit(OpenLoop client, String name, int n) {
        String id = "bench-" + name + '-' + n;
        String body = "{\"event\":\"outcome\",\"final\":true,\"outcome\":\"qualified\",\"summary\":\"Wants a quote\","
                + "\"correlation\":\"" + of(name, n) + "\"}";
        Instant now = Instant.now();
        Map<String, String> headers = Map.of(
                "Content-Type",
                "application/json",
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(now.getEpochSecond()),
                "webhook-signature",
                signature.sign(peer.demo("webhook_secret"), id, now, body));
        return client.send(HttpMethod.POST, "/hooks/v1/outcomes", headers, body);
    }
}
