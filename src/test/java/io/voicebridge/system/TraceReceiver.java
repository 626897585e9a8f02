package io.voicebridge.system;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.javaagent.OpenTelemetryAgent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes traces as a collector does: OTLP over HTTP, in protobuf. Thread-safe. */
final class TraceReceiver implements AutoCloseable {

    /**
     * One of {@code opentelemetry.proto.trace.v1}; ids in hexadecimal digits.
     *
     * @param conversation which it is about, or empty
     */
    record Span(
            String traceId, String id, String parentId, String name, String conversation, List<String> linkedTraces) {}

    private final HttpServer server;
    private final List<byte[]> messages = new CopyOnWriteArrayList<>();

    TraceReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            messages.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    /** What a bridge is started with to be traced here, as docs/operations.md says. */
    Map<String, String> settings() throws URISyntaxException {
        Path agent = Path.of(OpenTelemetryAgent.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return Map.of(
                "BRIDGE_TRACING", "true",
                "OTEL_SERVICE_NAME", "voice-bridge",
                "OTEL_EXPORTER_OTLP_ENDPOINT", url(),
                "OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED", "false",
                "OTEL_INSTRUMENTATION_OPENTELEMETRY_API_ENABLED", "true",
                "OTEL_METRICS_EXPORTER", "none",
                "OTEL_LOGS_EXPORTER", "none",
                "OTEL_BSP_SCHEDULE_DELAY", "200",
                "JAVA_TOOL_OPTIONS", "-javaagent:" + agent);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** All that came, as text: what stands in it stands in a trace. */
    String text() {
        StringBuilder text = new StringBuilder();
        messages.forEach(message -> text.append(new String(message, StandardCharsets.UTF_8)));
        return text.toString();
    }

    List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        for (byte[] message : messages) {
            for (ByteBuffer ofResource : fields(ByteBuffer.wrap(message), 1)) {
                for (ByteBuffer ofScope : fields(ofResource, 2)) {
                    fields(ofScope, 2).forEach(span -> spans.add(span(span)));
                }
            }
        }
        return spans;
    }

    /** Those of a name, of one conversation. */
    List<Span> spans(String name, String conversation) {
        return spans().stream()
                .filter(span -> span.name().equals(name) && span.conversation().equals(conversation))
                .toList();
    }

    private static Span span(ByteBuffer message) {
        return new Span(
                id(message, 1),
                id(message, 2),
                id(message, 4),
                text(message, 5),
                fields(message, 9).stream()
                        .filter(attribute -> text(attribute, 1).equals("gen_ai.conversation.id"))
                        .map(attribute -> text(fields(attribute, 2).get(0), 1))
                        .findFirst()
                        .orElse(""),
                fields(message, 13).stream().map(link -> id(link, 1)).toList());
    }

    private static String text(ByteBuffer message, int number) {
        return StandardCharsets.UTF_8.decode(fields(message, number).get(0)).toString();
    }

    private static String id(ByteBuffer message, int number) {
        StringBuilder digits = new StringBuilder();
        for (ByteBuffer id : fields(message, number)) {
            byte[] bytes = new byte[id.remaining()];
            id.get(bytes);
            digits.append(HexFormat.of().formatHex(bytes));
        }
        return digits.toString();
    }

    /** What a message has of a field that is bytes, text or a message itself (protobuf.dev, "Encoding"). */
    private static List<ByteBuffer> fields(ByteBuffer message, int number) {
        ByteBuffer rest = message.duplicate();
        List<ByteBuffer> found = new ArrayList<>();
        while (rest.hasRemaining()) {
            long tag = varint(rest);
            switch ((int) (tag & 7)) {
                case 0 -> varint(rest);
                case 1 -> rest.getLong();
                case 5 -> rest.getInt();
                case 2 -> {
                    int length = (int) varint(rest);
                    if (tag >>> 3 == number) {
                        found.add(rest.slice(rest.position(), length));
                    }
                    rest.position(rest.position() + length);
                }
                default -> throw new IllegalArgumentException("not protobuf");
            }
        }
        return found;
    }

    private static long varint(ByteBuffer message) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = message.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
