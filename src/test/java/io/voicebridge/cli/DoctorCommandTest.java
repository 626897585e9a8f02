package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./bridge doctor} at a bridge that tells what the test wants. */
class DoctorCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer bridge;
    private volatile String key;
    private volatile String asked;

    @BeforeEach
    void serve() throws IOException {
        bridge = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        bridge.start();
    }

    @AfterEach
    void stop() {
        bridge.stop(0);
    }

    private int doctor(int status, String answer) throws IOException {
        bridge.createContext("/api/v1/doctor", exchange -> {
            key = exchange.getRequestHeaders().getFirst("X-API-Key");
            asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        Path keyFile = Files.writeString(folder.resolve("key"), "vb_key\n");
        return Bridge.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(
                        "doctor",
                        "--number",
                        "+13453453453",
                        "--http",
                        "http://127.0.0.1:" + bridge.getAddress().getPort(),
                        "--key-file",
                        keyFile.toString());
    }

    @Test
    void endsWithOneWhenAnythingIsRed() throws IOException {
        int status = doctor(
                200,
                "[{\"check\":\"database\",\"status\":\"green\",\"took_ms\":2,\"fix\":\"\"},"
                        + "{\"check\":\"agent\",\"status\":\"red\",\"took_ms\":3,\"fix\":\"Publish one.\"}]");

        assertThat(status).isEqualTo(1);
        assertThat(out.toString()).contains("green", "database", "red", "agent", "Publish one.");
        assertThat(key).isEqualTo("vb_key");
        assertThat(asked).isEqualTo("{\"number\":\"+13453453453\"}");
    }

    @Test
    void endsWithZeroWhenNothingIsRed() throws IOException {
        assertThat(doctor(200, "[{\"check\":\"clock\",\"status\":\"amber\",\"took_ms\":2,\"fix\":\"Set it.\"}]"))
                .isZero();
        assertThat(out.toString()).contains("amber", "Set it.");
    }

    @Test
    void saysWhatTheBridgeAnswersWhenItDoesNotLetTheKeyIn() throws IOException {
        assertThat(doctor(401, "{\"detail\":\"The key is unknown.\"}")).isEqualTo(1);
        assertThat(err.toString()).contains("the bridge answers 401: The key is unknown.");
        assertThat(out.toString()).isEmpty();
    }
}
