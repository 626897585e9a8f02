package io.voicebridge.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * SIPp calls through the front with the leads' headers; for each call a script asks one bridge what came of it while a platform
 * tells another: of three calls one gets its outcome, one a checkpoint, one nothing.
 */
final class ClusterLoad {

    private static final int CALLS_A_SECOND = Integer.getInteger("cluster.rate", 4);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Cluster cluster;
    private final Path folder;

    /** Bridges that are asked. One that dies is asked until it has died. */
    private final IntPredicate asked;

    private final ExecutorService scripts = Executors.newCachedThreadPool();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
    private final Map<String, String> outcomes = new ConcurrentHashMap<>();
    private final Map<String, String> checkpoints = new ConcurrentHashMap<>();
    private final Map<String, JsonNode> woken = new ConcurrentHashMap<>();
    private final List<CompletableFuture<Void>> asking;
    private final CompletableFuture<Sipp.Result> calling;

    /** What SIPp saw: Call-IDs of calls that were begun, and of those whose BYE was answered. */
    record Seen(Set<String> dialled, Set<String> completed) {}

    private ClusterLoad(Cluster cluster, Path folder, int first, int calls, IntPredicate asked) throws IOException {
        this.cluster = cluster;
        this.folder = folder;
        this.asked = asked;
        Files.writeString(
                folder.resolve("leads.csv"),
                IntStream.range(first, first + calls)
                        .mapToObj(i -> Lead.number(i).csv())
                        .collect(Collectors.joining("\n", "SEQUENTIAL\n", "\n")),
                StandardCharsets.UTF_8);
        calling = CompletableFuture.supplyAsync(() -> call(calls), scripts);
        asking = IntStream.range(0, calls)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> unchecked(() -> follow(first + i)),
                        task -> clock.schedule(
                                () -> scripts.execute(task), 1000L * i / CALLS_A_SECOND, TimeUnit.MILLISECONDS)))
                .toList();
    }

    static ClusterLoad start(Cluster cluster, int first, int calls, IntPredicate asked) throws IOException {
        Path folder = Files.createDirectory(cluster.folder().resolve("load-" + first));
        return new ClusterLoad(cluster, folder, first, calls, asked);
    }

    private Sipp.Result call(int calls) {
        try {
            return Sipp.run(
                    folder,
                    "leads-call.xml",
                    "127.0.0.1:" + cluster.front().address().getPort(),
                    Tone.ulaw(folder, 10),
                    List.of(
                            "-s",
                            cluster.bridge(0).number(),
                            "-inf",
                            "leads.csv",
                            "-m",
                            Integer.toString(calls),
                            "-r",
                            Integer.toString(CALLS_A_SECOND),
                            "-mp",
                            "38000",
                            "-trace_err",
                            "-trace_shortmsg"));
        } catch (IOException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    /** From the moment at which the call is dialled. */
    private void follow(int lead) throws Exception {
        String session = Lead.number(lead).sessionId();
        JsonNode known = Poll.until(
                () -> ask(lead, "/five9/v1/outcome?correlation=" + session),
                answer -> !answer.path("conversation_id").asText().isEmpty());
        String id = known.path("conversation_id").asText();
        if (lead % 3 == 0) {
            CompletableFuture<JsonNode> waiting = CompletableFuture.supplyAsync(
                    () -> unchecked(() -> ask(lead, "/five9/v1/outcome?wait=4&correlation=" + session)), scripts);
            commit(lead, id, true);
            outcomes.put(session, id);
            woken.put(session, waiting.join());
        } else if (lead % 3 == 1) {
            commit(lead, id, false);
            checkpoints.put(session, id);
        }
    }

    /** Where the script asks; the platform tells the next one. */
    private JsonNode ask(int lead, String path) throws Exception {
        return untilAnswered(lead, bridge -> Optional.of(bridge.five9(path)));
    }

    private void commit(int lead, String id, boolean isFinal) throws Exception {
        String body = "{\"outcome\":\"qualified\",\"final\":" + isFinal + ",\"summary\":\"" + summary(lead) + "\"}";
        untilAnswered(lead + 1, bridge -> {
            HttpResponse<String> told = bridge.post(
                    "/api/v1/conversations/" + id + "/outcome",
                    bridge.runtime().demo().adminKey(),
                    body);
            // The bridge that died took it, and could not say so
            boolean taken = told.statusCode() < 300
                    || JSON.readTree(told.body()).path("code").asText().equals("outcome_final");
            if (!taken && told.statusCode() < 500) {
                throw new AssertionError(told.statusCode() + " " + told.body());
            }
            return taken ? Optional.of(true) : Optional.empty();
        });
    }

    private interface Request<T> {
        Optional<T> to(BridgeProcess bridge) throws Exception;
    }

    /** One bridge after the other, as a load balancer does it, beginning with the one of this number. */
    private <T> T untilAnswered(int first, Request<T> request) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        IOException last = null;
        for (int i = first; System.nanoTime() < end; i++) {
            if (asked.test(i % 3)) {
                try {
                    Optional<T> answer = request.to(cluster.bridge(i % 3));
                    if (answer.isPresent()) {
                        return answer.get();
                    }
                } catch (IOException e) {
                    last = e;
                }
            }
        }
        throw new IOException("No bridge answered", last);
    }

    static String summary(int lead) {
        return "Owns home, said lead " + lead;
    }

    /** Conversations of acknowledged outcomes, by session. */
    Map<String, String> outcomes() {
        return outcomes;
    }

    /** The same of acknowledged checkpoints. */
    Map<String, String> checkpoints() {
        return checkpoints;
    }

    /** What the questions that waited were told, by session. */
    Map<String, JsonNode> woken() {
        return woken;
    }

    /** Until the last call is over and the last question answered. */
    Seen finish() throws Exception {
        try {
            calling.get(2, TimeUnit.MINUTES);
            CompletableFuture.allOf(asking.toArray(CompletableFuture[]::new)).get(1, TimeUnit.MINUTES);
            SippTrace trace = SippTrace.read(folder);
            return new Seen(trace.dialled(), trace.completed());
        } finally {
            clock.shutdownNow();
            scripts.shutdownNow();
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private interface Question<T> {
        T ask() throws Exception;
    }

    private static void unchecked(Work work) {
        unchecked(() -> {
            work.run();
            return true;
        });
    }

    private static <T> T unchecked(Question<T> question) {
        try {
            return question.ask();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
