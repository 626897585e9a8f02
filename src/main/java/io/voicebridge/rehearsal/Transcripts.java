package io.voicebridge.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads over the bridge's API what it understood in a call. */
final class Transcripts {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** @param startMs since the agent's session was opened */
    record Line(CallStep.Speaker speaker, String text, long startMs) {}

    private final HttpClient http;
    private final ObjectMapper json;
    private final URI bridge;
    private final Optional<String> key;

    Transcripts(HttpClient http, ObjectMapper json, RehearsalTarget target) {
        this.http = http;
        this.json = json;
        this.bridge = target.http();
        this.key = target.readKey();
    }

    /** Empty if there is no key, no such conversation, or no answer: a ladder can do without. */
    List<Line> of(String conversationId) throws InterruptedException {
        if (key.isEmpty() || conversationId.isEmpty()) {
            return List.of();
        }
        String id = URLEncoder.encode(conversationId, StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(
                        bridge.resolve("/api/v1/conversations/" + id + "/transcript?format=json"))
                .timeout(PATIENCE)
                .header("X-API-Key", key.get())
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return response.statusCode() == 200 ? lines(json.readTree(response.body())) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<Line> lines(JsonNode answer) {
        List<Line> lines = new ArrayList<>();
        for (JsonNode item : answer.isArray() ? answer : answer.path("items")) {
            boolean agent = item.path("role").asText().equalsIgnoreCase("agent");
            lines.add(new Line(
                    agent ? CallStep.Speaker.AGENT : CallStep.Speaker.CUSTOMER,
                    item.path("text").asText(),
                    item.path("start_ms").asLong()));
        }
        return lines;
    }
}
