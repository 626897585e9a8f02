package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.Entry;
import io.voicebridge.call.MediaSettings;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.FreePort;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.sip.SessionTimers;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.location.DnsSettings;
import io.voicebridge.sip.transport.StreamLimits;
import io.voicebridge.sip.transport.TlsSettings;
import io.voicebridge.system.ImpairedPath.Impairment;
import io.voicebridge.system.ImpairedPath.Side;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Telephones that call a real bridge over a network that loses, delays, doubles and mixes up what they and it send, signalling and
 * audio. The bridge is one, and the network becomes what each test says.
 */
class BadNetworkIT {

    private static final int CALLS = 8 * Integer.getInteger("faults.scale", 1);
    private static final Duration TALK = Duration.ofSeconds(6);
    private static final Side PHONES = new Side(FreePort.withTheNext(), 22_000, 22_000 + 4 * CALLS + 99);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    private static BridgeProcess bridge;
    private static ImpairedPath path;
    private static Caller caller;
    private static double clearMos;
    private static int rounds;

    /** A call as the bridge has written it down. */
    private record Told(JsonNode conversation, JsonNode media, double recordedSeconds) {

        double seconds() throws Exception {
            return Duration.between(
                                    Instant.parse(
                                            conversation.path("answered_at").asText()),
                                    Instant.parse(conversation.path("ended_at").asText()))
                            .toMillis()
                    / 1_000.0;
        }

        long counted(String name) {
            return media.path(name).asLong();
        }

        double mos() {
            return media.path("mos_received").asDouble();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        Side side = new Side(FreePort.withTheNext(), 21_000, 21_000 + 4 * CALLS + 99);
        bridge = BridgeProcess.start(
                folder,
                Map.of(
                        "BRIDGE_SPEECH_RECOGNIZER",
                        "none",
                        "BRIDGE_SPEECH_VOICE_ACTIVITY",
                        "energy",
                        "BRIDGE_SIP_PORT",
                        Integer.toString(side.sip()),
                        "BRIDGE_SIP_ADVERTISED_HOST",
                        ImpairedPath.BRIDGE,
                        "BRIDGE_RTP_PORTS",
                        side.rtpFrom() + "-" + side.rtpTo()),
                "-Xmx1g");
        path = new ImpairedPath(7, side, PHONES);
        caller = Caller.at(
                new CallEngineSettings(
                        CallEngineSettings.plain(
                                "127.0.0.1", PHONES.sip(), Optional.of(ImpairedPath.PHONES), Entry.open()),
                        TlsSettings.standard(),
                        StreamLimits.STANDARD,
                        DnsSettings.OF_THE_MACHINE,
                        MediaSettings.of("127.0.0.1", PHONES.rtpFrom() + "-" + PHONES.rtpTo()),
                        1_000,
                        Entry.open(),
                        SessionTimers.STANDARD),
                Transport.UDP,
                new InetSocketAddress(ImpairedPath.BRIDGE, side.sip()));
        // What a good network is like, to compare with
        clearMos = mean(over(new Impairment(0, 0, 0, 0)), Told::mos);
    }

    @AfterAll
    static void stop() throws Exception {
        caller.close();
        path.close();
        bridge.close();
    }

    /** Everybody calls at once, hums, and hangs up. */
    private static List<Told> over(Impairment impairment) throws Exception {
        String round = "round" + rounds++;
        path.becomes(impairment);
        List<PhoneCall> phones = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            phones.add(caller.dials(bridge.number())
                    .with("X-CallSessionId", round + "x" + i)
                    .rings());
        }
        for (PhoneCall phone : phones) {
            phone.connects().hums(440, TALK.plusSeconds(4));
        }
        phones.get(CALLS - 1).stays(TALK);
        // One after the other would take so long on a slow network that an agent says goodbye to the last of them.
        ExecutorService hands = Executors.newFixedThreadPool(CALLS);
        try {
            for (Future<CallEnd> ended : hands.invokeAll(phones.stream()
                    .<Callable<CallEnd>>map(phone -> phone::hangsUp)
                    .toList())) {
                CallEnd end = ended.get();
                assertThat(end.by()).as(end.detail()).isEqualTo(CallEnd.By.US);
            }
        } finally {
            hands.shutdown();
        }
        assertThat(path.failure()).isEmpty();
        return told(round);
    }

    private static List<Told> told(String round) throws Exception {
        List<JsonNode> rows = Poll.until(
                () -> bridge.conversations().stream()
                        .filter(row -> row.path("correlation").asText().startsWith(round))
                        .toList(),
                found -> found.size() >= CALLS
                        && found.stream()
                                .allMatch(row -> row.path("state").asText().equals("ended")));
        assertThat(rows).as("an INVITE that came twice is one call").hasSize(CALLS);
        List<Told> told = new ArrayList<>();
        for (JsonNode row : rows) {
            String id = row.path("id").asText();
            JsonNode media = null;
            for (JsonNode entry :
                    bridge.api("/api/v1/conversations/" + id + "/timeline").path("items")) {
                media = entry.path("kind").asText().equals("media") ? entry.path("detail") : media;
            }
            told.add(new Told(
                    bridge.api("/api/v1/conversations/" + id),
                    media,
                    Wav.read(bridge.recording(id)).seconds()));
        }
        return told;
    }

    private static double mean(List<Told> calls, ToDoubleFunction<Told> figure) {
        return calls.stream().mapToDouble(figure).average().orElseThrow();
    }

    private static long sum(List<Told> calls, String name) {
        return calls.stream().mapToLong(call -> call.counted(name)).sum();
    }

    /** Holds on every network. */
    private static void assertKept(List<Told> calls) throws Exception {
        for (Told call : calls) {
            assertThat(call.recordedSeconds())
                    .as("the recording is as long as the call")
                    .isCloseTo(call.seconds(), within(0.3));
            JsonNode outcome = bridge.five9("/five9/v1/outcome?conversation_id="
                    + call.conversation().path("id").asText());
            assertThat(outcome.path("status").asText()).as(outcome.toString()).isIn("ready", "failed");
            assertThat(outcome.path("outcome").asText()).isNotEmpty();
        }
    }

    private static void assertLossIsCountedAndConcealed(List<Told> calls, long said, long lost) {
        assertThat(sum(calls, "packets_lost"))
                .as("%d of %d packets of audio were lost", lost, said)
                .isCloseTo(lost, within(Math.round(lost * 0.15) + calls.size()));
        long missing = sum(calls, "packets_lost") + sum(calls, "packets_late");
        assertThat(sum(calls, "concealed_ms") / 20)
                .as("%d packets did not come in time", missing)
                .isBetween(Math.round(missing * 0.7), Math.round(missing * 1.3) + 25L * calls.size());
    }

    private static void tell(String network, List<Told> calls) {
        System.out.printf(
                "BadNetworkIT, %s: %d calls, %d of %d SIP messages lost, %d packets of audio lost of %d, %d late,"
                        + " %d ms concealed, MOS %.1f, %.1f without%n",
                network,
                calls.size(),
                path.signalsLost(),
                path.signalled(),
                sum(calls, "packets_lost"),
                sum(calls, "packets_received"),
                sum(calls, "packets_late"),
                sum(calls, "concealed_ms"),
                mean(calls, Told::mos),
                clearMos);
    }

    private static List<Told> losing(double share) throws Exception {
        long said = path.saidToBridge();
        long lost = path.saidToBridgeLost();
        List<Told> calls = over(new Impairment(share, 0.01, 40, 30));
        tell(Math.round(share * 100) + " % lost", calls);
        assertKept(calls);
        assertLossIsCountedAndConcealed(calls, path.saidToBridge() - said, path.saidToBridgeLost() - lost);
        return calls;
    }

    @Test
    void threeInAHundredPacketsLostCostNoCallAndAreCounted() throws Exception {
        List<Told> calls = losing(0.03);

        assertThat(mean(calls, Told::mos)).isBetween(2.5, clearMos - 0.1);
    }

    @Test
    void tenInAHundredPacketsLostCostNoCallAndAreHeardInTheScore() throws Exception {
        List<Told> calls = losing(0.10);

        assertThat(mean(calls, Told::mos)).isBetween(1.5, clearMos - 0.5);
    }

    @Test
    void aFifthOfASecondOfDelayCostsNeitherCallsNorAudio() throws Exception {
        List<Told> calls = over(new Impairment(0, 0, 200, 40));
        tell("200 ms late", calls);
        assertKept(calls);

        assertThat(sum(calls, "packets_lost")).isLessThanOrEqualTo(CALLS);
        assertThat(mean(calls, Told::mos)).isLessThanOrEqualTo(clearMos);
    }
}
