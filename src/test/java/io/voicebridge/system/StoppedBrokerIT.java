package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.cli.KafkaBroker;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Kafka is stopped under calls, outcomes and look-ups, and started again. */
class StoppedBrokerIT {

    private static final int SCALE = Integer.getInteger("faults.scale", 1);
    private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("faults.away", 10));

    /** Until the bridge has compiled what it does most. */
    private static final Duration WARM = Duration.ofSeconds(5);

    /** Who waited for the broker would wait for a second at least. */
    private static final Duration MORE = Duration.ofMillis(100);

    private static final String TOPIC = "voice-bridge.events";

    /** The test line, which talks to whoever is there. */
    private static final String NUMBER = "+13453453459";

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private BridgeProcess bridge;

    /** How long what had to do with no broker took, in one state of the broker. */
    private record Times(
            List<SteadyQuestions.Answer> lookUps, List<SteadyQuestions.Answer> outcomes, List<Duration> answered) {

        private static String figures(List<SteadyQuestions.Answer> answers) {
            return "%d and %d ms"
                    .formatted(
                            SteadyQuestions.within(answers, 0.5).toMillis(),
                            SteadyQuestions.within(answers, 0.99).toMillis());
        }

        private Duration slowestCall() {
            return answered.stream().max(Duration::compareTo).orElseThrow();
        }

        @Override
        public String toString() {
            return "look-ups " + figures(lookUps) + ", outcomes " + figures(outcomes) + " (p50, p99), the slowest call"
                    + " answered after " + slowestCall().toMillis() + " ms";
        }
    }

    @Test
    void nobodyWaitsForItAndEveryEventComesAfterwards() throws Exception {
        try (KafkaBroker kafka = KafkaBroker.start(folder.resolve("kafka"), TOPIC);
                BridgeProcess started = BridgeProcess.start(
                        Files.createDirectory(folder.resolve("data")),
                        Map.of(
                                "BRIDGE_KAFKA_BROKERS", kafka.address(),
                                "BRIDGE_SPEECH_RECOGNIZER", "none",
                                "BRIDGE_SPEECH_VOICE_ACTIVITY", "energy"));
                Caller caller = Caller.of(
                        new InetSocketAddress("127.0.0.1", started.runtime().sipPort()))) {
            bridge = started;
            List<PhoneCall> calls = IntStream.range(0, 6 * SCALE)
                    .mapToObj(i -> dials(caller, session(i)))
                    .toList();
            try (SteadyQuestions lookUps =
                            SteadyQuestions.every(Duration.ofMillis(50), n -> lookUp(session(n % calls.size())));
                    SteadyQuestions outcomes = SteadyQuestions.every(
                            Duration.ofMillis(100), n -> checkpoint(n, session(n % calls.size())))) {
                TimeUnit.NANOSECONDS.sleep(WARM.toNanos());
                Times with = during(caller, lookUps, outcomes);
                kafka.stop();
                Times without = during(caller, lookUps, outcomes);
                int before = kafkaIsBackWith(kafka);
                lookUps.stop();
                outcomes.stop();

                assertThat(calls).noneMatch(PhoneCall::hasEnded);
                calls.forEach(PhoneCall::hangsUp);
                assertThat(lookUps.answers()).allSatisfy(StoppedBrokerIT::isTaken);
                assertThat(outcomes.answers()).allSatisfy(StoppedBrokerIT::isTaken);
                isNoSlower(with.lookUps(), without.lookUps());
                isNoSlower(with.outcomes(), without.outcomes());
                assertThat(without.slowestCall())
                        .isLessThan(with.slowestCall().multipliedBy(2).plus(MORE));
                calls.forEach(call -> {
                    assertThat(call.statistics().lost()).isZero();
                    assertThat(call.statistics().packetsReceived())
                            .as("one every 20 ms")
                            .isGreaterThan(call.statistics().frames() * 99 / 100);
                });
                int told = everyOutcomeIsToldInOrder(kafka, outcomes.answers().size());
                System.out.printf(
                        "StoppedBrokerIT, %d s: %d calls, none ended, none without audio; with the broker %s; without"
                                + " %s; %d events of outcomes, %d of them after it was back%n",
                        AWAY.toSeconds(), calls.size(), with, without, told, told - before);
            }
        }
    }

    private static PhoneCall dials(Caller caller, String session) {
        return caller.dials(NUMBER).with("X-CallSessionId", session).connects().hearsVoice();
    }

    private Times during(Caller caller, SteadyQuestions lookUps, SteadyQuestions outcomes) throws Exception {
        long from = System.nanoTime();
        List<Duration> answered = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            long dialled = System.nanoTime();
            PhoneCall call = caller.dials(NUMBER).connects();
            answered.add(Duration.ofNanos(System.nanoTime() - dialled));
            call.hangsUp();
        }
        TimeUnit.NANOSECONDS.sleep(Math.max(0, AWAY.toNanos() - (System.nanoTime() - from)));
        long until = System.nanoTime();
        return new Times(lookUps.asked(from, until), outcomes.asked(from, until), answered);
    }

    private static void isNoSlower(List<SteadyQuestions.Answer> with, List<SteadyQuestions.Answer> without) {
        for (double share : new double[] {0.5, 0.99}) {
            assertThat(SteadyQuestions.within(without, share))
                    .isLessThan(
                            SteadyQuestions.within(with, share).multipliedBy(2).plus(MORE));
        }
    }

    private static void isTaken(SteadyQuestions.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    /** Returns how many outcomes it had been told of when it went. */
    private static int kafkaIsBackWith(KafkaBroker kafka) throws Exception {
        kafka.start();
        return outcomes(kafka).size();
    }

    private static String session(int call) {
        return "6%014d".formatted(call);
    }

    private HttpResponse<String> lookUp(String session) throws Exception {
        return bridge.ask(
                "/five9/v1/outcome?correlation=" + session,
                bridge.runtime().demo().five9Key());
    }

    private HttpResponse<String> checkpoint(int number, String session) throws Exception {
        return bridge.hook("{\"outcome\":\"qualified\",\"final\":false,\"correlation\":\"" + session
                + "\",\"summary\":\"Said number " + number + "\"}");
    }

    /** Each at least once, and those of a conversation in the order in which they were first told. */
    private static int everyOutcomeIsToldInOrder(KafkaBroker kafka, int outcomes) {
        List<JsonNode> events = Poll.until(
                Duration.ofSeconds(60),
                () -> outcomes(kafka),
                all -> all.stream()
                                .map(event -> event.at("/data/summary").asText())
                                .distinct()
                                .count()
                        >= outcomes);
        events.stream()
                .collect(Collectors.groupingBy(event -> event.path("subject").asText()))
                .forEach((conversation, its) -> assertThat(its.stream()
                                .map(event -> event.at("/data/revision").asInt())
                                .distinct()
                                .toList())
                        .as(conversation)
                        .isSorted());
        return events.size();
    }

    private static List<JsonNode> outcomes(KafkaBroker kafka) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        for (ConsumerRecord<String, String> record : kafka.read(TOPIC)) {
            JsonNode event = JSON.readTree(record.value());
            if (event.path("type").asText().equals("outcome.committed")) {
                events.add(event);
            }
        }
        return events;
    }
}
