package io.voicebridge.cli.trace;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.voicebridge.cli.ApiServer;
import io.voicebridge.cli.Database;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A bridge in a process that has OpenTelemetry, and what it tells there. */
final class TracedBridge implements AutoCloseable {

    /** Keeps every span that has ended. */
    private static final class Kept implements SpanExporter {
        private final List<SpanData> spans = new CopyOnWriteArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    private final Kept kept = new Kept();
    private final OpenTelemetrySdk telemetry;
    private final ApiServer server;

    private TracedBridge(Path data, Map<String, String> properties) throws Exception {
        GlobalOpenTelemetry.resetForTest();
        telemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(kept))
                        .build())
                .buildAndRegisterGlobal();
        server = ApiServer.start(data, Database.H2, properties);
    }

    static TracedBridge start(Path data, Map<String, String> properties) throws Exception {
        return new TracedBridge(data, properties);
    }

    ApiServer server() {
        return server;
    }

    List<SpanData> spans() {
        return List.copyOf(kept.spans);
    }

    List<String> names() {
        return kept.spans.stream().map(SpanData::getName).toList();
    }

    Optional<SpanData> last(String name) {
        return kept.spans.stream().filter(span -> span.getName().equals(name)).reduce((earlier, later) -> later);
    }

    List<String> namesIn(String traceId) {
        return kept.spans.stream()
                .filter(span -> span.getTraceId().equals(traceId))
                .map(SpanData::getName)
                .toList();
    }

    @Override
    public void close() {
        server.close();
        telemetry.close();
        GlobalOpenTelemetry.resetForTest();
    }
}
