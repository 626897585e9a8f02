package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.conformance.RealPeer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults that are put into a real bridge while SIPp calls it. These are the short forms; {@code bench/faults} repeats them with
 * {@code faults.scale} times as many calls, and prints the same lines.
 */
@RealPeer("SIPp")
class FaultsIT {

    private static final int SCALE = Integer.getInteger("faults.scale", 1);

    /** Quick to start, and without engines that calls of this kind do not need. */
    private static final Map<String, String> PLAIN = Map.of(
            "BRIDGE_SPEECH_RECOGNIZER", "none",
            "BRIDGE_SPEECH_VOICE_ACTIVITY", "energy",
            "JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @BeforeAll
    static void require() {
        Programs.require("sipp", "sip-tester");
    }

    private BridgeProcess start(Map<String, String> more, String heap) throws IOException {
        Map<String, String> settings = new java.util.HashMap<>(PLAIN);
        settings.putAll(more);
        return BridgeProcess.start(Files.createDirectory(folder.resolve("data")), settings, heap);
    }

    /** Leads who call one after the other, and stay for five seconds. */
    private CompletableFuture<SippTrace> calls(String target, String number, int calls, int aSecond)
            throws IOException {
        Files.writeString(
                folder.resolve("leads.csv"),
                IntStream.range(0, calls)
                        .mapToObj(i -> Lead.number(i).csv())
                        .collect(Collectors.joining("\n", "SEQUENTIAL\n", "\n")),
                StandardCharsets.UTF_8);
        return CompletableFuture.supplyAsync(() -> {
            try {
                Sipp.run(
                        folder,
                        "leads-call.xml",
                        target,
                        Tone.ulaw(folder, 10),
                        List.of(
                                "-s",
                                number,
                                "-inf",
                                "leads.csv",
                                "-m",
                                Integer.toString(calls),
                                "-r",
                                Integer.toString(aSecond),
                                "-mp",
                                "39000",
                                "-trace_shortmsg",
                                "-trace_msg"));
                return SippTrace.read(folder);
            } catch (IOException | InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static List<JsonNode> ended(BridgeProcess bridge, int calls) {
        return Poll.until(
                Duration.ofSeconds(30L * SCALE), // what a slow database is behind with grows with the calls
                bridge::conversations,
                rows -> rows.size() >= calls
                        && rows.stream()
                                .allMatch(row -> row.path("state").asText().equals("ended")));
    }

    private static void tell(String fault, Object... figures) {
        StringBuilder line = new StringBuilder("FaultsIT, " + fault + ":");
        for (int i = 0; i < figures.length; i += 2) {
            line.append(i == 0 ? " " : ", ").append(figures[i]).append(' ').append(figures[i + 1]);
        }
        System.out.println(line);
    }

    /** Whoever was answered talks to the end; whoever comes later is sent elsewhere at once; then the process ends. */
    @Test
    void sigtermUnderLoadEndsNoCall() throws Exception {
        int calls = 60 * SCALE;
        try (BridgeProcess bridge = start(Map.of("BRIDGE_DRAIN_SECONDS", "120"), "-Xmx1g")) {
            CompletableFuture<SippTrace> load = calls(bridge.sip(), bridge.number(), calls, 10);
            Poll.until(bridge::conversations, rows -> rows.size() >= calls / 2);

            CompletableFuture<Process> end = bridge.terminate();

            SippTrace seen = load.get(5, TimeUnit.MINUTES);
            assertThat(end.get(120, TimeUnit.SECONDS).exitValue()).isIn(0, 143);
            assertThat(seen.answered()).hasSizeGreaterThanOrEqualTo(calls / 2);
            assertThat(seen.completed()).isEqualTo(seen.answered());
            assertThat(seen.refused()).isNotEmpty().doesNotContainAnyElementsOf(seen.answered());
            tell(
                    "SIGTERM",
                    calls,
                    "calls",
                    seen.answered().size(),
                    "answered",
                    seen.completed().size(),
                    "completed",
                    seen.refused().size(),
                    "refused with 503");
        }
    }

    /** Every statement takes a tenth of a second: calls begin later, and nothing else. */
    @Test
    void aSlowDatabaseCostsNoCallAndNoAudio() throws Exception {
        int calls = 30 * SCALE;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
                TcpProxy proxy = new TcpProxy(postgres.getPort());
                BridgeProcess bridge = start(
                        Map.of(
                                "BRIDGE_DB_URL",
                                "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres",
                                "BRIDGE_DB_USER",
                                "postgres"),
                        "-Xmx1g")) {
            proxy.slowBy(Duration.ofMillis(50));
            CompletableFuture<SippTrace> load = calls(bridge.sip(), bridge.number(), calls, 3);
            List<Duration> questions = new ArrayList<>();
            for (int i = 0; i < calls && !load.isDone(); i++) {
                long from = System.nanoTime();
                HttpResponse<String> answer = bridge.ask(
                        "/five9/v1/outcome?correlation=" + Lead.number(i).sessionId(),
                        bridge.runtime().demo().five9Key());
                questions.add(Duration.ofNanos(System.nanoTime() - from));
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }
            SippTrace seen = load.get(5, TimeUnit.MINUTES);
            assertThat(seen.dialled()).hasSize(calls).isEqualTo(seen.completed());
            List<JsonNode> rows = ended(bridge, calls);
            assertThat(rows).hasSize(calls);
            Map<String, SippTrace.Lasted> lasted = seen.lasted();
            for (JsonNode row : rows) {
                JsonNode whole =
                        bridge.api("/api/v1/conversations/" + row.path("id").asText());
                SippTrace.Lasted call = lasted.get(whole.path("call_id").asText());
                assertThat(Wav.read(bridge.recording(row.path("id").asText())).seconds())
                        .as("nothing of it is missing")
                        .isBetween(call.toBye() - 0.2, call.toEnd() + 0.2);
            }
            Duration slowest = questions.stream().max(Duration::compareTo).orElseThrow();
            assertThat(slowest).as("a Query module waits no longer").isLessThan(Duration.ofSeconds(5));
            tell(
                    "slow database",
                    calls,
                    "calls",
                    seen.completed().size(),
                    "completed",
                    questions.size(),
                    "look-ups",
                    slowest.toMillis(),
                    "ms the slowest");
        }
    }

    /**
     * More calls than the heap has room for: some are sent elsewhere and told when to come again, none that was taken is lost, and
     * what was acknowledged meanwhile is there. Then calls are taken again.
     */
    @Test
    void aSmallHeapRefusesCallsAndLosesNone() throws Exception {
        int calls = 120 * SCALE;
        try (BridgeProcess bridge = start(Map.of(), "-Xmx96m")) {
            CompletableFuture<SippTrace> load = calls(bridge.sip(), bridge.number(), calls, 20);
            Set<String> acknowledged = new HashSet<>();
            while (!load.isDone()) {
                for (JsonNode row : bridge.conversations()) {
                    String id = row.path("id").asText();
                    if (!acknowledged.contains(id)
                            && bridge.hook("{\"conversation_id\":\"" + id + "\",\"outcome\":\"qualified\"}")
                                            .statusCode()
                                    == 200) {
                        acknowledged.add(id);
                    }
                }
            }
            SippTrace seen = load.get(5, TimeUnit.MINUTES);

            assertThat(seen.answered()).isNotEmpty().isEqualTo(seen.completed());
            assertThat(SippTrace.refusals(folder))
                    .hasSizeGreaterThanOrEqualTo(seen.refused().size()) // some come again
                    .allSatisfy(refusal -> assertThat(refusal).contains("\nRetry-After: "));
            Set<String> all = new HashSet<>(seen.answered());
            all.addAll(seen.refused());
            assertThat(all).as("each is answered the one way or the other").isEqualTo(seen.dialled());
            assertThat(ended(bridge, seen.answered().size()))
                    .hasSize(seen.answered().size());
            assertThat(acknowledged).isNotEmpty();
            for (String id : acknowledged) {
                assertThat(bridge.five9("/five9/v1/outcome?conversation_id=" + id)
                                .path("outcome")
                                .asText())
                        .isEqualTo("qualified");
            }
            try (Caller caller = Caller.of(
                    new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort()))) {
                await().atMost(Duration.ofSeconds(90))
                        .until(() -> isTaken(caller.dials(bridge.number()).rings()));
            }
            tell(
                    "small heap",
                    calls,
                    "calls",
                    seen.completed().size(),
                    "completed",
                    seen.refused().size(),
                    "refused with 503",
                    acknowledged.size(),
                    "outcomes acknowledged and kept");
        }
    }

    private static boolean isTaken(PhoneCall call) throws Exception {
        Poll.until(() -> call.isAnswered() || call.hasEnded(), decided -> decided);
        if (call.isAnswered()) {
            call.hangsUp();
        }
        return call.isAnswered();
    }

    /** What the agent's provider does not answer, the dialogue does. */
    @Test
    void aProviderThatIsGoneIsReplacedInEveryCall() throws Exception {
        int calls = 6 * SCALE;
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                BridgeProcess bridge = start(
                        Map.of(
                                "BRIDGE_AGENTS_OPENAI_REALTIME_URL", "ws://127.0.0.1:" + silent.getLocalPort(),
                                "BRIDGE_AGENTS_OPENAI_REALTIME_KEY", "key",
                                "BRIDGE_AGENTS_HOSTS_INSIDE", "127.0.0.1"),
                        "-Xmx1g");
                Caller caller = Caller.of(
                        new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort()))) {
            String number = hosted(bridge);
            List<PhoneCall> phones = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                if (i == calls / 2) {
                    silent.close(); // silent before, refused from now on
                }
                phones.add(caller.dials(number).connects());
            }
            phones.forEach(PhoneCall::hearsVoice);
            phones.forEach(PhoneCall::hangsUp);
            List<JsonNode> rows = ended(bridge, calls);
            long replaced = 0;
            for (JsonNode row : rows) {
                JsonNode timeline =
                        bridge.api("/api/v1/conversations/" + row.path("id").asText() + "/timeline");
                replaced += timeline.findValuesAsText("kind").contains("agent-replaced") ? 1 : 0;
            }
            assertThat(replaced).isEqualTo(calls);
            tell(
                    "dead provider",
                    calls,
                    "calls",
                    replaced,
                    "taken over by the dialogue",
                    phones.size(),
                    "heard a voice");
        }
    }

    /** @return the number of an agent of the provider, with a dialogue */
    private static String hosted(BridgeProcess bridge) throws Exception {
        String key = bridge.runtime().demo().adminKey();
        JsonNode agent = made(bridge.post(
                "/api/v1/agents",
                key,
                "{\"name\":\"hosted\",\"provider\":\"openai-realtime\",\"prompt\":\"Sell.\",\"dialogue\":\"greeting: Hello\\n"
                        + "takeover: One moment please, I am here to help you today\\nsteps:\\n"
                        + "  - {id: owns, ask: 'Do you own your home?', expect: yes_no}\\n"
                        + "rules:\\n  - {outcome: not_qualified}\\n\"}"));
        made(bridge.post("/api/v1/agents/" + agent.path("id").asText() + "/publish", key, "{}"));
        made(bridge.post(
                "/api/v1/phone-numbers",
                key,
                "{\"number\":\"+13453453460\",\"name\":\"hosted\",\"agent_id\":\""
                        + agent.path("id").asText() + "\"}"));
        return "+13453453460";
    }

    private static JsonNode made(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        return new com.fasterxml.jackson.databind.ObjectMapper().readTree(answer.body());
    }
}
