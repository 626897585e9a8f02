package io.voicebridge.system;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes traces as a collector does: OTLP over HTTP, in protobuf. Thread-safe. */
final class TraceReceiver implements AutoCloseable {

    /** One of {@code opentelemetry.proto.trace.v1}; ids in hexadecimal digits. */
    record Span(String traceId, String id, String parentId, String name, List<String> linkedTraces) {}

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

    String url() {
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

    private static Span span(ByteBuffer message) {
        return new Span(
                id(message, 1),
                id(message, 2),
                id(message, 4),
                StandardCharsets.UTF_8.decode(fields(message, 5).get(0)).toString(),
                fields(message, 13).stream().map(link -> id(link, 1)).toList());
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
