package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bridge is killed at random moments of many calls, and started again. What it acknowledged is there; each event comes to the
 * receiver, which knows it by its id (Standard Webhooks), and none that did not happen. The seed is printed: {@code kill.seed}
 * repeats a run, {@code kill.calls} and {@code kill.times} make it longer (docs/operations.md).
 */
class KillIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CALLS = Integer.getInteger("kill.calls", 200);
    private static final int KILLS = Integer.getInteger("kill.times", 3);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());
    private static final int PHONES = 6;

    /** Of a start, what the calls do not need: seconds, at each of them. */
    private static final Map<String, String> PLAIN = Map.of(
            "BRIDGE_SPEECH_RECOGNIZER", "none",
            "BRIDGE_SPEECH_VOICE_ACTIVITY", "energy",
            "BRIDGE_WEBHOOKS_RETRY_SECONDS", "1,1,1,1,1,1,1,1");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path workDir;

    private final Random random = new Random(SEED);
    private final AtomicInteger next = new AtomicInteger();

    /** Commits that are not answered yet. */
    private final AtomicInteger asking = new AtomicInteger();

    /** Conversations of acknowledged outcomes, by session. */
    private final ConcurrentMap<String, String> acknowledged = new ConcurrentHashMap<>();

    /** What a platform has sent for each session: the same again until it is told that it was taken. */
    private final ConcurrentMap<String, String> committing = new ConcurrentHashMap<>();

    private volatile BridgeProcess bridge;
    private volatile Caller caller;

    @Test
    void onPostgresWhatWasAcknowledgedIsThereAndEachEventComesOnce() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            Map<String, String> settings = new HashMap<>(PLAIN);
            settings.put("BRIDGE_DB_URL", postgres.getJdbcUrl("postgres", "postgres"));
            settings.put("BRIDGE_DB_USER", "postgres");
            whatWasAcknowledgedIsThereAndEachEventComesOnce("PostgreSQL", settings);
        }
    }

    @Test
    void onH2WhatWasAcknowledgedIsThereAndEachEventComesOnce() throws Exception {
        whatWasAcknowledgedIsThereAndEachEventComesOnce("H2", PLAIN);
    }

    private void whatWasAcknowledgedIsThereAndEachEventComesOnce(String database, Map<String, String> settings)
            throws Exception {
        System.out.println("KillIT, " + database + ": -Dkill.seed=" + SEED);
        Path dataDir = Files.createDirectory(workDir.resolve("data"));
        try (Receiver receiver = new Receiver()) {
            start(dataDir, settings);
            HttpResponse<String> made = bridge.post(
                    "/api/v1/webhooks", bridge.runtime().demo().adminKey(), "{\"url\":\"" + receiver.url() + "\"}");
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);

            for (int kill = 1; kill <= KILLS; kill++) {
                int until = CALLS * kill / (KILLS + 1);
                int moment = Math.max(next.get() + 1, until - random.nextInt(CALLS / (2 * (KILLS + 1))));
                ExecutorService phones = phones(until);
                Poll.until(next::get, begun -> begun >= moment);
                Thread.sleep(random.nextInt(300));
                receiver.hold();
                bridge.kill();
                receiver.release();
                // What was acknowledged to the last is written down; who telephones would wait for half a minute
                Poll.until(asking::get, open -> open == 0);
                phones.shutdownNow();
                assertThat(phones.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
                caller.close();
                start(dataDir, settings);
                commitAgain();
            }
            ExecutorService phones = phones(CALLS);
            assertThat(phones.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
            commitAgain();
            look(database, receiver);
        } finally {
            if (bridge != null) {
                caller.close();
                bridge.close();
            }
        }
    }

    private void start(Path dataDir, Map<String, String> settings) throws Exception {
        bridge = BridgeProcess.start(dataDir, settings);
        caller = Caller.of(new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort()));
    }

    /** Calls one after the other on several telephones, until so many have begun or the bridge is gone. */
    private ExecutorService phones(int until) {
        ExecutorService phones = Executors.newFixedThreadPool(PHONES);
        for (int i = 0; i < PHONES; i++) {
            phones.execute(() -> {
                for (int n = next.incrementAndGet(); n <= until; n = next.incrementAndGet()) {
                    if (!call(String.format("6%014d", n))) {
                        return;
                    }
                }
                next.decrementAndGet();
            });
        }
        phones.shutdown();
        return phones;
    }

    /** Whether the bridge was there all the time. */
    private boolean call(String session) {
        try {
            PhoneCall call = caller.dials(bridge.number())
                    .with("X-CallSessionId", session)
                    .connects();
            committing.put(session, "Owns home, said in call " + session);
            boolean told = commit(session);
            call.hangsUp();
            return told;
        } catch (Exception | AssertionError e) {
            return false;
        }
    }

    private boolean commit(String session) throws Exception {
        asking.incrementAndGet();
        try {
            return isAcknowledged(session);
        } finally {
            asking.decrementAndGet();
        }
    }

    private boolean isAcknowledged(String session) throws Exception {
        HttpResponse<String> answer = bridge.hook(
                "{\"correlation\":\"" + session + "\",\"outcome\":\"qualified\",\"final\":true,\"summary\":\""
                        + committing.get(session) + "\"}",
                bridge.runtime().demo().webhookSecret(),
                "msg-" + session);
        if (answer.statusCode() == 200) {
            acknowledged.put(
                    session,
                    JSON.readTree(answer.body()).path("conversation_id").asText());
        }
        return answer.statusCode() == 200;
    }

    /** A platform that was not answered sends the same again. A call that the bridge never knew of it is told of. */
    private void commitAgain() throws Exception {
        for (String session : committing.keySet()) {
            if (!acknowledged.containsKey(session) && !commit(session)) {
                committing.remove(session);
            }
        }
    }

    private void look(String database, Receiver receiver) throws Exception {
        List<JsonNode> conversations = Poll.until(bridge::conversations, rows -> rows.stream()
                .allMatch(row -> row.path("state").asText().equals("ended")));
        Map<String, String> known = conversations.stream()
                .collect(Collectors.toMap(row -> row.path("id").asText(), row -> row.path("correlation")
                        .asText()));
        assertThat(acknowledged).hasSizeGreaterThan(CALLS / 2);
        for (Map.Entry<String, String> one : acknowledged.entrySet()) {
            JsonNode told = bridge.five9("/five9/v1/outcome?correlation=" + one.getKey());
            assertThat(told.path("conversation_id").asText()).isEqualTo(one.getValue());
            assertThat(told.path("summary").asText()).isEqualTo("Owns home, said in call " + one.getKey());
        }

        // As a reader sees it that knows events by their id
        Poll.until(
                receiver::events,
                events -> ofType(events, "conversation.ended").size() >= known.size()
                        && ofType(events, "outcome.committed").size() >= acknowledged.size());
        Map<String, JsonNode> events = receiver.events();
        assertThat(receiver.changed()).as("the same id with another body").isEmpty();
        assertThat(ofType(events, "conversation.started")).containsExactlyInAnyOrderElementsOf(known.keySet());
        assertThat(ofType(events, "conversation.ended")).containsExactlyInAnyOrderElementsOf(known.keySet());
        assertThat(ofType(events, "outcome.committed")).containsExactlyInAnyOrderElementsOf(acknowledged.values());
        assertThat(new HashSet<>(known.values())).as("none invented").hasSizeLessThanOrEqualTo(CALLS);
        assertThat(receiver.outOfOrder()).isEmpty();
        System.out.println(
                "KillIT, " + database + ": " + known.size() + " conversations, " + acknowledged.size() + " outcomes, "
                        + events.size() + " events in " + receiver.messages() + " messages, " + KILLS + " kills");
    }

    /** Conversations of all events of a type, one entry for each event. */
    private static List<String> ofType(Map<String, JsonNode> events, String type) {
        return events.values().stream()
                .filter(event -> event.path("type").asText().equals(type))
                .map(event -> event.path("subject").asText())
                .toList();
    }
}
