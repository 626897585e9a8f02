package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.conformance.RealPeer;
import io.voicebridge.system.Cluster.Row;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three bridges, PostgreSQL, Kafka and Kamailio, under load: one bridge is killed, one is restarted. What is lost is
 * counted by SIPp, what is known by the database, what is told by the broker.
 */
@RealPeer("SIPp, Kamailio")
class ThreeBridgesIT {

    /** {@code bench/faults nodes} has more, and at a higher rate. */
    private static final int CALLS = Integer.getInteger("cluster.calls", 60);

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        Programs.require("sipp", "sip-tester");
        cluster = Cluster.start(folder);
        // The first calls of a process take long, and what is lost then says nothing about the rest
        try (Caller caller = Caller.of(cluster.front().address())) {
            Set<Integer> warm = new HashSet<>();
            for (int i = 0; warm.size() < 3; i++) {
                warm.add(holderOfOne(caller, "50000000000000" + i));
            }
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void oneThatIsKilledCostsTheCallsThatItHadAndNoOther() throws Exception {
        String teller = Poll.until(cluster::teller, name -> !name.isEmpty());
        int victim = IntStream.range(0, 3)
                .filter(i -> !node(i).equals(teller))
                .findFirst()
                .orElseThrow();
        Set<Integer> gone = ConcurrentHashMap.newKeySet();
        try {
            ClusterLoad load = ClusterLoad.start(cluster, 0, CALLS, i -> !gone.contains(i));
            try (Caller caller = Caller.of(cluster.front().address())) {
                PhoneCall spared = talksAnywhereBut(victim, caller, "700000000000001");
                hangsUpAtAnother(caller, "700000000000002");
                Poll.until(() -> talkingAt(victim), calls -> calls.size() >= 5);

                gone.add(victim);
                cluster.bridge(victim).kill();

                int heard = spared.heard().length;
                spared.hums(440, Duration.ofSeconds(2)).stays(Duration.ofSeconds(5));
                assertThat(spared.heard().length - heard)
                        .as("8000 samples a second")
                        .isGreaterThan(5 * 7900);
                spared.hangsUp();
            }
            ClusterLoad.Seen seen = load.finish();
            List<Row> rows = Poll.until(cluster::conversations, all -> all.stream()
                    .allMatch(row -> row.state().equals("ended")));

            List<Row> interrupted = rows.stream()
                    .filter(row -> row.endedBy().equals("interrupted"))
                    .toList();
            assertThat(interrupted).hasSizeGreaterThanOrEqualTo(5).allSatisfy(row -> assertThat(row.node())
                    .isEqualTo(node(victim)));
            Set<String> lost = new HashSet<>(seen.dialled());
            lost.removeAll(seen.completed());
            assertThat(seen.dialled()).hasSize(CALLS);
            assertThat(lost)
                    .as("calls that SIPp lost are calls that the killed bridge had")
                    .isSubsetOf(interrupted.stream().map(Row::callId).toList());
            assertThat(rows.stream().map(Row::callId).toList()).containsAll(seen.dialled());

            assertThat(load.woken()).isNotEmpty().allSatisfy((session, answer) -> assertThat(
                            answer.path("status").asText())
                    .isEqualTo("ready"));
            for (Row row : interrupted) {
                JsonNode told =
                        cluster.bridge((victim + 1) % 3).five9("/five9/v1/outcome?correlation=" + row.correlation());
                if (!told.path("conversation_id").asText().equals(row.id())) {
                    continue; // The front has given the call to the next bridge
                }
                boolean known = load.outcomes().containsValue(row.id())
                        || load.checkpoints().containsValue(row.id());
                // What the platform did not commit, the agent may have
                assertThat(told.path("status").asText())
                        .as(row.toString())
                        .isIn(known ? List.of("ready") : List.of("ready", "failed"));
                assertThat(told.path("route_value").asText())
                        .as("the number's default route")
                        .isEqualTo("General");
            }
            toldOnceEach(load);
            assertThat(cluster.teller()).as("one bridge alone tells Kafka").isEqualTo(teller);
            System.out.println(
                    "ThreeBridgesIT, kill -9: " + CALLS + " calls, " + lost.size() + " lost, " + interrupted.size()
                            + " interrupted, " + load.outcomes().size() + " outcomes and "
                            + load.checkpoints().size() + " checkpoints acknowledged");
        } finally {
            cluster.start(victim);
        }
    }

    @Test
    void oneThatIsRestartedCostsNoCall() throws Exception {
        int leaving = 2;
        Set<Integer> away = ConcurrentHashMap.newKeySet();
        int before = cluster.conversations().size();
        ClusterLoad load = ClusterLoad.start(cluster, 1000, CALLS, i -> !away.contains(i));
        Poll.until(() -> talkingAt(leaving), calls -> calls.size() >= 3);

        away.add(leaving);
        CompletableFuture<Process> ended = cluster.bridge(leaving).terminate();

        assertThat(ended.get(60, TimeUnit.SECONDS).exitValue()).isIn(0, 143);
        cluster.start(leaving);
        ClusterLoad.Seen seen = load.finish();
        assertThat(seen.completed()).hasSize(CALLS).isEqualTo(seen.dialled());
        Poll.until(cluster::conversations, all -> all.stream()
                .allMatch(row -> row.state().equals("ended")));
        assertThat(cluster.conversations().stream().skip(before)).hasSize(CALLS).noneMatch(row -> row.endedBy()
                .equals("interrupted"));
        toldOnceEach(load);
        try (Caller caller = Caller.of(cluster.front().address())) {
            Poll.until(() -> holderOfOne(caller, "800000000000001"), holder -> holder == leaving);
        }
    }

    /** Each acknowledged outcome is one event, and no event is told twice. */
    private static void toldOnceEach(ClusterLoad load) throws Exception {
        Set<String> expected = new HashSet<>(load.outcomes().values());
        expected.addAll(load.checkpoints().values());
        assertThat(load.outcomes()).hasSize(CALLS / 3);
        assertThat(load.checkpoints()).hasSize(CALLS / 3);
        List<JsonNode> events = Poll.until(ThreeBridgesIT::events, all -> all.stream()
                .filter(event -> event.path("type").asText().equals("outcome.committed"))
                .map(event -> event.path("subject").asText())
                .collect(Collectors.toSet())
                .containsAll(expected));
        Map<String, Long> outcomes = events.stream()
                .filter(event -> event.path("type").asText().equals("outcome.committed"))
                .collect(Collectors.groupingBy(event -> event.path("subject").asText(), Collectors.counting()));
        // A checkpoint is told, and told again when it becomes the outcome
        outcomes.keySet().retainAll(load.outcomes().values());
        assertThat(outcomes).allSatisfy((id, count) -> assertThat(count).as(id).isEqualTo(1));
        assertThat(events.stream().map(event -> event.path("id").asText())).doesNotHaveDuplicates();
    }

    private static List<JsonNode> events() throws Exception {
        List<JsonNode> events = new java.util.ArrayList<>();
        for (ConsumerRecord<String, String> record : cluster.kafka().read(Cluster.TOPIC)) {
            events.add(JSON.readTree(record.value()));
        }
        return events;
    }

    private static String node(int index) {
        try {
            return cluster.node(index);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Row> talkingAt(int bridge) throws Exception {
        return cluster.conversations().stream()
                .filter(row -> row.node().equals(node(bridge)) && row.state().equals("talking"))
                .toList();
    }

    private static PhoneCall dials(Caller caller, String session) {
        return caller.dials(cluster.bridge(0).number())
                .with("X-CallSessionId", session)
                .connects();
    }

    private static Row rowOf(String session) {
        return Poll.until(cluster::conversations, rows -> rows.stream()
                        .anyMatch(row -> row.correlation().equals(session)))
                .stream()
                .filter(row -> row.correlation().equals(session))
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    private static int holderOfOne(Caller caller, String session) throws Exception {
        PhoneCall call = dials(caller, session);
        int holder = cluster.holder(rowOf(session));
        call.hangsUp();
        return holder;
    }

    private static PhoneCall talksAnywhereBut(int victim, Caller caller, String session) throws Exception {
        for (int i = 0; ; i++) {
            PhoneCall call = dials(caller, session + i);
            if (cluster.holder(rowOf(session + i)) != victim) {
                return call.hearsVoice();
            }
            call.hangsUp();
        }
    }

    /** Asked of a bridge that does not have the call. */
    private static void hangsUpAtAnother(Caller caller, String session) throws Exception {
        PhoneCall call = dials(caller, session);
        Row row = rowOf(session);
        BridgeProcess other = cluster.bridge((cluster.holder(row) + 1) % 3);

        HttpResponse<String> answer = other.post(
                "/api/v1/conversations/" + row.id() + "/hangup",
                other.runtime().demo().adminKey(),
                "{}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(PhoneCall.header(call.isOver(), "X-ConversationId")).hasValue(row.id());
    }
}
