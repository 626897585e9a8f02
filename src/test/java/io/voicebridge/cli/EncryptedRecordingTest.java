package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.calling.Caller;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.security.KeyRing;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call to a bridge that has a key for recordings. */
class EncryptedRecordingTest {

    @TempDir
    static Path dataDir;

    private static ApiServer server;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        server = ApiServer.start(dataDir, Database.H2, Map.of("bridge.recordings.keys", KeyRing.newKey()));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aCallIsRecordedInCipherServedInClearInPartsTooAndErased() throws Exception {
        String id = callIsMade();
        Path file = dataDir.resolve("recordings").resolve(id + ".wav.enc");

        byte[] whole = recording(id, "").body();
        assertThat(AudioSystem.getAudioInputStream(new ByteArrayInputStream(whole))
                        .getFrameLength())
                .isPositive();
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .doesNotContain("RIFF");
        HttpResponse<byte[]> part = recording(id, "bytes=30-99");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range")).contains("bytes 30-99/" + whole.length);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, 30, 100));

        Files.write(file, new byte[8_000]);
        assertThat(recording(id, "").statusCode()).isEqualTo(503);

        assertThat(server.delete("/api/v1/conversations/" + id)
                        .key(server.demo().adminKey())
                        .send()
                        .status())
                .isEqualTo(204);
        assertThat(file).doesNotExist();
    }

    private String callIsMade() throws Exception {
        String number = server.demo().numbers().keySet().iterator().next();
        String key = server.demo().adminKey();
        String id;
        try (Caller caller = Caller.of(new InetSocketAddress("127.0.0.1", server.sipPort()))) {
            PhoneCall call = caller.dials(number).connects();
            id = server.get("/api/v1/conversations?status=live").key(key).send().at("/items/0/id");
            Path growing = dataDir.resolve("recordings").resolve(id + ".wav.enc.part");
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(growing) && Files.size(growing) > 10_000);
            call.hangsUp();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> server.get("/api/v1/conversations/" + id)
                .key(key)
                .send()
                .at("/recording_state")
                .equals("complete"));
        return id;
    }

    private HttpResponse<byte[]> recording(String id, String range) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + server.httpPort() + "/api/v1/conversations/" + id + "/recording"))
                .header("X-API-Key", server.demo().adminKey());
        if (!range.isEmpty()) {
            request.header("Range", range);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
