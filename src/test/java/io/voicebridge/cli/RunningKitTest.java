package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunningKitTest {

    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private RunningKit kit;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/phone-numbers", exchange -> {
            String uri = exchange.getRequestURI().toString();
            asked.add(exchange.getRequestHeaders().getFirst("X-API-Key") + ' ' + uri);
            byte[] body = answer(uri);
            exchange.sendResponseHeaders(uri.contains("/pn_9/") ? 409 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        kit = new RunningKit(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "key");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static byte[] answer(String uri) throws IOException {
        if (uri.contains("/pn_2/")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                zip.putNextEntry(new ZipEntry("SETUP.md"));
                zip.write("The sheet".getBytes(StandardCharsets.UTF_8));
            }
            return bytes.toByteArray();
        }
        String text = uri.contains("/pn_9/")
                ? "{\"detail\":\"Publish its agent\"}"
                : uri.contains("cursor=next")
                        ? "{\"items\":[{\"id\":\"pn_2\",\"number\":\"+13035550102\"}],\"next_cursor\":null}"
                        : "{\"items\":[{\"id\":\"pn_9\",\"number\":\"+13035550109\"}],\"next_cursor\":\"next\"}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void looksForTheNumberOnEveryPage() throws Exception {
        assertThat(kit.files("+13035550102", Optional.of("Sales West"))).isEqualTo(Map.of("SETUP.md", "The sheet"));
        assertThat(asked)
                .containsExactly(
                        "key /api/v1/phone-numbers?limit=200",
                        "key /api/v1/phone-numbers?limit=200&cursor=next",
                        "key /api/v1/phone-numbers/pn_2/script-kit?skill=Sales+West");
    }

    @Test
    void saysWhatTheBridgeSays() {
        assertThatThrownBy(() -> kit.files("+13035550109", Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessage("The bridge answers 409: Publish its agent");
        assertThatThrownBy(() -> kit.files("+13035550100", Optional.empty()))
                .hasMessage("There is no number +13035550100");
    }
}
