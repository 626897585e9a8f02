package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.javaagent.OpenTelemetryAgent;
import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.system.TraceReceiver.Span;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A bridge with OpenTelemetry's agent, started as docs/operations.md says, and what a collector gets of a call. */
class TraceExportIT {

    /** The test line: key 2 has its agent commit an outcome and hang up. */
    private static final String NUMBER = "+13453453459";

    private static final String SESSION = "600000000054778";

    /** Whoever finds any of it in a trace has found a person. */
    private static final List<String> LEAD = List.of("3035550142", "Zebulon", SESSION);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private static Map<String, String> settings(TraceReceiver collector) throws Exception {
        Path agent = Path.of(OpenTelemetryAgent.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Map<String, String> settings = new HashMap<>();
        settings.put("BRIDGE_SPEECH_RECOGNIZER", "none");
        settings.put("BRIDGE_SPEECH_VOICE_ACTIVITY", "energy");
        settings.put("BRIDGE_TRACING", "true");
        settings.put("OTEL_SERVICE_NAME", "voice-bridge");
        settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url());
        settings.put("OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED", "false");
        settings.put("OTEL_INSTRUMENTATION_OPENTELEMETRY_API_ENABLED", "true");
        settings.put("OTEL_METRICS_EXPORTER", "none");
        settings.put("OTEL_LOGS_EXPORTER", "none");
        settings.put("OTEL_BSP_SCHEDULE_DELAY", "200");
        settings.put("JAVA_TOOL_OPTIONS", "-javaagent:" + agent);
        return settings;
    }

    @Test
    void aCollectorGetsACallAsOneTraceFromItsInviteToItsEndAndNobodysName() throws Exception {
        try (TraceReceiver collector = new TraceReceiver();
                BridgeProcess bridge = BridgeProcess.start(folder, settings(collector));
                Caller caller = Caller.of(
                        new InetSocketAddress("127.0.0.1", bridge.runtime().sipPort()))) {
            PhoneCall call = caller.dials(NUMBER)
                    .with("X-CallSessionId", SESSION)
                    .with("X-first_name", "Zebulon")
                    .with("X-ANI", "+13035550142")
                    .connects()
                    .hearsVoice();
            assertThat(PhoneCall.header(call.presses('2').isOver(), "X-ConversationId"))
                    .isPresent();
            assertThat(bridge.five9("/five9/v1/outcome?correlation=" + SESSION)
                            .path("status")
                            .asText())
                    .isEqualTo("ready");

            List<Span> spans = Poll.until(
                    collector::spans,
                    came -> named(came, "GET /five9/v1/outcome").size() == 1
                            && named(came, "ended").size() == 1);
            Span invite = named(spans, "INVITE").get(0);
            assertThat(invite.parentId()).isEmpty();
            assertThat(spans)
                    .filteredOn(span -> span.traceId().equals(invite.traceId()))
                    .extracting(Span::name)
                    .contains(
                            "agent-lookup-action",
                            "answered",
                            "execute_tool commit_outcome",
                            "commit-outcome",
                            "finish-call",
                            "invoke_agent",
                            "ended");
            assertThat(named(spans, "GET /five9/v1/outcome").get(0).linkedTraces())
                    .containsExactly(invite.traceId());
            assertThat(collector.text()).contains("voice-bridge").doesNotContain(LEAD);
        }
    }

    private static List<Span> named(List<Span> spans, String name) {
        return spans.stream().filter(span -> span.name().equals(name)).toList();
    }
}
