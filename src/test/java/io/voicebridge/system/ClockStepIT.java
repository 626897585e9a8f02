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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The clock of a bridge's machine is set, an hour forward, two back and one forward, under calls, look-ups and outcomes. */
class ClockStepIT {

    private static final int SCALE = Integer.getInteger("faults.scale", 1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<Duration> AHEAD = List.of(HOUR, HOUR.negated(), Duration.ZERO);

    /** How long the clock stays as it was set, after the bridge has seen it. */
    private static final Duration SETTLED = Duration.ofSeconds(SCALE - 1L);

    private static final Duration FIVE9_PATIENCE = Duration.ofSeconds(5);
    private static final Pattern STEP = Pattern.compile("clock of this machine was put (forward|back) by (\\d+) s");

    /** The test line: key 2 has its agent commit an outcome and hang up. */
    private static final String NUMBER = "+13453453459";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private BridgeProcess bridge;
    private Caller caller;

    @Test
    void nothingGoesByTheTimeOfDay() throws Exception {
        SetClock clock = SetClock.require(folder);
        Map<String, String> settings = new HashMap<>(clock.environment());
        settings.put("BRIDGE_SPEECH_RECOGNIZER", "none");
        settings.put("BRIDGE_SPEECH_VOICE_ACTIVITY", "energy");
        settings.put("BRIDGE_WEBHOOKS_RETRY_SECONDS", "2,2,2,2,2,2,2,2,2,2");
        try (Receiver receiver = new Receiver();
                BridgeProcess started = BridgeProcess.start(Files.createDirectory(folder.resolve("data")), settings);
                Caller phones = Caller.of(
                        new InetSocketAddress("127.0.0.1", started.runtime().sipPort()))) {
            bridge = started;
            caller = phones;
            String admin = bridge.runtime().demo().adminKey();
            bridge.make("/api/v1/webhooks", admin, Map.of("url", receiver.url()));
            List<PhoneCall> stay =
                    IntStream.range(0, 3 * SCALE).mapToObj(this::stays).toList();
            List<String> ids = Poll.until(bridge::conversations, rows -> rows.stream()
                            .allMatch(row -> row.path("state").asText().equals("talking")))
                    .stream()
                    .map(row -> row.path("id").asText())
                    .toList();
            int calls = stay.size();
            try (SteadyQuestions lookUps =
                            SteadyQuestions.every(Duration.ofMillis(50), n -> lookUp(session(n % stay.size())));
                    SteadyQuestions outcomes = SteadyQuestions.every(
                            Duration.ofMillis(200), n -> checkpoint(ids.get(n % ids.size()), admin))) {
                int told = 0;
                for (Duration ahead : AHEAD) {
                    if (ahead.isNegative()) {
                        // What fails before the clock goes back is to be tried again at a time that comes two hours
                        // later then
                        receiver.refuses(true);
                        leaves(calls++);
                    }
                    clock.isAhead(ahead);
                    receiver.refuses(false);
                    int steps = ++told;
                    Poll.until(this::steps, seen -> seen.size() == steps);
                    leaves(calls++);
                    TimeUnit.NANOSECONDS.sleep(SETTLED.toNanos());
                }
                lookUps.stop();
                outcomes.stop();

                assertThat(stay).noneMatch(PhoneCall::hasEnded);
                stay.forEach(PhoneCall::hangsUp);
                assertThat(lookUps.answers()).allSatisfy(answer -> isGiven(answer, 200));
                assertThat(outcomes.answers()).allSatisfy(answer -> isGiven(answer, 202));
                theLogNamesEachStep();
                everyCallIsTold(receiver, calls);
                Audio audio = Audio.nothingIsMissing(bridge, stay, ClockStepIT::session);
                System.out.printf(
                        "ClockStepIT, an hour forward, two back, one forward: %d calls, none ended by it; %d packets of audio"
                                + " came, %d lost, %d frames concealed; %d look-ups, the slowest %d ms; %d outcomes; %d"
                                + " events told%n",
                        calls,
                        audio.came(),
                        audio.lost(),
                        audio.concealed(),
                        lookUps.answers().size(),
                        SteadyQuestions.within(lookUps.answers(), 1).toMillis(),
                        outcomes.answers().size() + calls - stay.size(),
                        receiver.events().size());
            }
        }
    }

    private static String session(int call) {
        return "8%014d".formatted(call);
    }

    private PhoneCall stays(int call) {
        return dials(call).hearsVoice().hums(440, Duration.ofMinutes(2));
    }

    /** A call that its agent ends, with an outcome. */
    private void leaves(int call) {
        PhoneCall.header(dials(call).hearsVoice().presses('2').isOver(), "X-ConversationId")
                .orElseThrow();
    }

    private PhoneCall dials(int call) {
        return caller.dials(NUMBER).with("X-CallSessionId", session(call)).connects();
    }

    private HttpResponse<String> lookUp(String session) throws Exception {
        return bridge.ask(
                "/five9/v1/outcome?correlation=" + session,
                bridge.runtime().demo().five9Key());
    }

    private HttpResponse<String> checkpoint(String id, String key) throws Exception {
        return bridge.post(
                "/api/v1/conversations/" + id + "/outcome", key, "{\"outcome\":\"qualified\",\"final\":false}");
    }

    private static void isGiven(SteadyQuestions.Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.took()).isLessThan(FIVE9_PATIENCE);
    }

    private record Step(String direction, long seconds) {}

    private List<Step> steps() throws Exception {
        return STEP.matcher(bridge.log())
                .results()
                .map(step -> new Step(step.group(1), Long.parseLong(step.group(2))))
                .toList();
    }

    private void theLogNamesEachStep() throws Exception {
        assertThat(steps()).extracting(Step::direction).containsExactly("forward", "back", "forward");
        assertThat(steps())
                .extracting(Step::seconds)
                .satisfiesExactly(
                        seconds -> assertThat(seconds).isBetween(3598L, 3602L),
                        seconds -> assertThat(seconds).isBetween(7198L, 7202L),
                        seconds -> assertThat(seconds).isBetween(3598L, 3602L));
    }

    /** That it began, what its agent committed, and that it ended: to the receiver, once, and nothing is erased. */
    private void everyCallIsTold(Receiver receiver, int calls) throws Exception {
        List<JsonNode> ended = Poll.until(bridge::conversations, rows -> rows.stream()
                .allMatch(row -> row.path("state").asText().equals("ended")));
        assertThat(ended).hasSize(calls);
        List<String> ids = ended.stream().map(row -> row.path("id").asText()).toList();
        Poll.until(() -> subjects(receiver, "conversation.ended"), told -> told.size() == calls);
        assertThat(subjects(receiver, "conversation.ended")).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(subjects(receiver, "conversation.started")).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(receiver.changed()).isEmpty();
        assertThat(receiver.outOfOrder()).isEmpty();
    }

    private static List<String> subjects(Receiver receiver, String type) {
        List<String> subjects = new ArrayList<>();
        receiver.events().values().stream()
                .filter(event -> event.path("type").asText().equals(type))
                .forEach(event -> subjects.add(event.path("subject").asText()));
        return subjects;
    }
}
