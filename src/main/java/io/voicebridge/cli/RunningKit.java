package io.voicebridge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The kit of a number as the bridge makes it that runs: its database may be open to nobody else. */
final class RunningKit {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI bridge;
    private final String key;

    /** @param key of scope admin */
    RunningKit(URI bridge, String key) {
        this.bridge = bridge;
        this.key = key;
    }

    /**
     * Files by name.
     *
     * @throws IOException with what the bridge says if there is no such number, or no agent answers it
     */
    Map<String, String> files(String number, Optional<String> skill) throws IOException, InterruptedException {
        String query = skill.map(name -> "?skill=" + encoded(name)).orElse("");
        byte[] archive = ask("/api/v1/phone-numbers/" + id(number) + "/script-kit" + query);
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(
                        Path.of(entry.getName()).getFileName().toString(),
                        new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    private String id(String number) throws IOException, InterruptedException {
        String cursor = "";
        do {
            JsonNode page = Json.mapper()
                    .readTree(ask("/api/v1/phone-numbers?limit=200"
                            + (cursor.isEmpty() ? "" : "&cursor=" + encoded(cursor))));
            for (JsonNode one : page.path("items")) {
                if (one.path("number").asText().equals(number)) {
                    return one.path("id").asText();
                }
            }
            cursor = page.path("next_cursor").asText("");
        } while (!cursor.isEmpty() && !cursor.equals("null"));
        throw new IOException("There is no number " + number);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private byte[] ask(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(bridge.resolve(path))
                .timeout(PATIENCE)
                .header("X-API-Key", key)
                .build();
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("The bridge answers " + answer.statusCode() + ": "
                    + Json.mapper().readTree(answer.body()).path("detail").asText());
        }
        return answer.body();
    }
}
