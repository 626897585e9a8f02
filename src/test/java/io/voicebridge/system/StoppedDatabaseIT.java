package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL is stopped under calls, outcomes and look-ups, and started again. */
class StoppedDatabaseIT {

    private static final int SCALE = Integer.getInteger("faults.scale", 1);
    private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("faults.away", 10));

    private static final Duration BEFORE = Duration.ofSeconds(5);
    private static final Duration AFTER = Duration.ofSeconds(5);

    /** A Query module of Five9 waits no longer. */
    private static final Duration FIVE9_PATIENCE = Duration.ofSeconds(5);

    /** Who asks when the bridge knows of it waits for nothing. */
    private static final Duration KNOWN_AFTER = Duration.ofSeconds(3);

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    /** However long it was away. */
    private static final Duration BACK_WITHIN = Duration.ofSeconds(3);

    /** The test line: key 2 has its agent commit an outcome and hang up. */
    private static final String NUMBER = "+13453453459";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private BridgeProcess bridge;

    @Test
    void noCallAndNoOutcomeIsLost() throws Exception {
        try (StoppablePostgres postgres = StoppablePostgres.start(folder.resolve("postgres"));
                BridgeProcess started = BridgeProcess.start(
                        Files.createDirectory(folder.resolve("data")),
                        Map.of(
                                "BRIDGE_DB_URL", postgres.url(),
                                "BRIDGE_DB_USER", "postgres",
                                "BRIDGE_SPEECH_RECOGNIZER", "none",
                                "BRIDGE_SPEECH_VOICE_ACTIVITY", "energy"));
                Caller caller = Caller.of(
                        new InetSocketAddress("127.0.0.1", started.runtime().sipPort()))) {
            bridge = started;
            List<PhoneCall> stay = dial(caller, "6", 6 * SCALE);
            List<PhoneCall> leave = dial(caller, "7", 4 * SCALE);
            Poll.until(bridge::conversations, rows -> rows.stream()
                    .allMatch(row -> row.path("state").asText().equals("talking")));
            try (SteadyQuestions lookUps =
                            SteadyQuestions.every(Duration.ofMillis(50), n -> lookUp(session("6", n % stay.size())));
                    SteadyQuestions outcomes = SteadyQuestions.every(
                            Duration.ofMillis(200), n -> untilTaken(n, session("6", n % stay.size())))) {
                TimeUnit.NANOSECONDS.sleep(BEFORE.toNanos());
                postgres.stop();
                long stopped = System.nanoTime();
                leave.forEach(call -> call.presses('2'));
                for (PhoneCall call : leave) {
                    assertThat(PhoneCall.header(call.isOver(), "X-ConversationId"))
                            .isPresent();
                }
                Duration allGone = since(stopped);
                TimeUnit.NANOSECONDS.sleep(AWAY.toNanos() - (System.nanoTime() - stopped));
                long starting = System.nanoTime();
                postgres.start();
                long there = System.nanoTime();
                Poll.until(
                        () -> lookUps.asked(there, System.nanoTime()).stream()
                                .filter(answer -> answer.status() == 200)
                                .count(),
                        answered -> answered > 0);
                long again = lookUps.asked(there, System.nanoTime()).stream()
                        .filter(answer -> answer.status() == 200)
                        .mapToLong(SteadyQuestions.Answer::came)
                        .min()
                        .orElseThrow();
                TimeUnit.NANOSECONDS.sleep(AFTER.toNanos());
                lookUps.stop();
                outcomes.stop();

                assertThat(stay).noneMatch(PhoneCall::hasEnded);
                stay.forEach(PhoneCall::hangsUp);
                List<SteadyQuestions.Answer> refused = lookUps.asked(stopped, starting);
                List<SteadyQuestions.Answer> knowing = lookUps.asked(stopped + KNOWN_AFTER.toNanos(), starting);
                assertThat(refused).isNotEmpty().allSatisfy(answer -> {
                    assertThat(answer.status()).as(answer.body()).isEqualTo(503);
                    assertThat(answer.body()).contains("storage_unavailable");
                    assertThat(answer.took()).isLessThan(FIVE9_PATIENCE);
                });
                assertThat(knowing)
                        .allSatisfy(answer -> assertThat(answer.took()).isLessThan(AT_ONCE));
                assertThat(lookUps.asked(again, System.nanoTime()))
                        .isNotEmpty()
                        .allSatisfy(answer ->
                                assertThat(answer.status()).as(answer.body()).isEqualTo(200));
                assertThat(Duration.ofNanos(again - there)).isLessThan(BACK_WITHIN);
                everyOutcomeIsThereOnce(postgres, outcomes.answers());
                theAgentsOutcomesAreThere(postgres, leave.size());
                Audio audio = Audio.nothingIsMissing(bridge, stay, i -> session("6", i));
                System.out.printf(
                        "StoppedDatabaseIT, %d s: %d calls, none ended; %d packets of audio came, %d lost, %d frames"
                                + " concealed; %d look-ups refused, the slowest after %d ms, %d ms once it was known,"
                                + " answered again after %d ms; %d outcomes of platforms and %d of agents, all kept; the"
                                + " calls that their agents ended were over after %d ms%n",
                        AWAY.toSeconds(),
                        stay.size(),
                        audio.came(),
                        audio.lost(),
                        audio.concealed(),
                        refused.size(),
                        SteadyQuestions.within(refused, 1).toMillis(),
                        SteadyQuestions.within(knowing, 1).toMillis(),
                        (again - there) / 1_000_000,
                        outcomes.answers().size(),
                        leave.size(),
                        allGone.toMillis());
            }
        }
    }

    private static List<PhoneCall> dial(Caller caller, String kind, int calls) {
        return IntStream.range(0, calls)
                .mapToObj(i -> caller.dials(NUMBER)
                        .with("X-CallSessionId", session(kind, i))
                        .connects()
                        .hearsVoice()
                        .hums(440, Duration.ofSeconds(2).plus(AWAY)))
                .toList();
    }

    private static String session(String kind, int call) {
        return kind + "%014d".formatted(call);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private HttpResponse<String> lookUp(String session) throws Exception {
        return bridge.ask(
                "/five9/v1/outcome?correlation=" + session,
                bridge.runtime().demo().five9Key());
    }

    /** As a platform does it: the same message again until it is taken. */
    private HttpResponse<String> untilTaken(int number, String session) throws Exception {
        String checkpoint = "{\"outcome\":\"qualified\",\"final\":false,\"correlation\":\"" + session + "\"}";
        while (true) {
            HttpResponse<String> told =
                    bridge.hook(checkpoint, bridge.runtime().demo().webhookSecret(), message(number));
            if (told.statusCode() != 503) {
                return told;
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private static String message(int number) {
        return "msg-" + number;
    }

    private static void everyOutcomeIsThereOnce(StoppablePostgres postgres, List<SteadyQuestions.Answer> told)
            throws Exception {
        assertThat(told)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(200));
        assertThat(postgres.read("select idempotency_key from outcome_revision where source = 'webhook'"))
                .containsExactlyInAnyOrderElementsOf(told.stream()
                        .map(answer -> "webhook:" + message(answer.number()))
                        .toList());
    }

    /** What an agent gave while nobody could write it down. */
    private void theAgentsOutcomesAreThere(StoppablePostgres postgres, int calls) throws Exception {
        Poll.until(
                () -> postgres.read("select id from conversation where correlation like '7%' and state = 'ended'"),
                ended -> ended.size() == calls);
        assertThat(postgres.read("select o.outcome from outcome_revision o join conversation c"
                        + " on c.id = o.conversation_id and c.revision = o.revision"
                        + " where c.correlation like '7%' and o.source = 'tool'"))
                .hasSize(calls);
        JsonNode answer = bridge.five9("/five9/v1/outcome?correlation=" + session("7", 0));
        assertThat(answer.path("status").asText()).isEqualTo("ready");
    }
}
