package io.voicebridge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.cli.http.Contract;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;

/** The whole bridge on free ports, and a client that speaks to its HTTP side. */
public final class ApiServer implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = Json.mapper();
    private final BridgeServer server;

    private ApiServer(BridgeServer server) {
        this.server = server;
    }

    public static ApiServer start(Path dataDir, Database database) throws Exception {
        return start(dataDir, database, Map.of());
    }

    /** @param properties more settings of the bridge */
    public static ApiServer start(Path dataDir, Database database, Map<String, String> properties) throws Exception {
        Storage.Address address = database.create();
        BridgeOptions options = BridgeOptions.fromLauncher()
                .withDemoData(true)
                .with("bridge.data.dir", dataDir.toString())
                .with("bridge.http.port", "0")
                .with("bridge.management.port", "0")
                .with("bridge.sip.port", "0")
                // Telephones of tests that are put away without a BYE are not waited for.
                .with("bridge.drain.seconds", "1")
                .with("bridge.db.url", address.url())
                .with("bridge.db.user", address.user())
                .with("bridge.db.password", address.password());
        for (Map.Entry<String, String> property : properties.entrySet()) {
            options = options.with(property.getKey(), property.getValue());
        }
        return new ApiServer(BridgeServer.start(options));
    }

    public RuntimeFile.Demo demo() {
        return server.runtime().demo();
    }

    public int httpPort() {
        return server.runtime().httpPort();
    }

    public int managementPort() {
        return server.runtime().managementPort();
    }

    public int sipPort() {
        return server.runtime().sipPort();
    }

    public <T> T bean(String name, Class<T> type) {
        return server.context().getRegistry().lookupByNameAndType(name, type);
    }

    public CamelContext context() {
        return server.context();
    }

    public <T> void bind(String name, Class<T> type, T bean) {
        server.context().getRegistry().bind(name, type, bean);
    }

    public Contract contract() {
        return bean("contract", Contract.class);
    }

    /** A request that is being put together. */
    public final class Request {
        private final List<String> headers = new ArrayList<>();
        private final String method;
        private final String path;
        private byte[] body;

        private Request(String method, String path) {
            this.method = method;
            this.path = path;
        }

        public Request key(String key) {
            return header("X-API-Key", key);
        }

        public Request header(String name, String value) {
            headers.add(name);
            headers.add(value);
            return this;
        }

        public Request json(String text) {
            return body("application/json", text);
        }

        public Request text(String text) {
            body = text.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        public Request body(String contentType, String text) {
            return body(contentType, text.getBytes(StandardCharsets.UTF_8));
        }

        public Request body(String contentType, byte[] bytes) {
            body = bytes;
            return header("Content-Type", contentType);
        }

        public Answer send() throws IOException, InterruptedException {
            URI uri = URI.create("http://127.0.0.1:" + server.runtime().httpPort() + path);
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofByteArray(body));
            if (!headers.isEmpty()) {
                request.headers(headers.toArray(String[]::new));
            }
            return new Answer(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        }
    }

    /** A response. */
    public final class Answer {
        private final HttpResponse<String> response;

        private Answer(HttpResponse<String> response) {
            this.response = response;
        }

        public int status() {
            return response.statusCode();
        }

        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        /** The first of each name, in small letters. */
        public Map<String, String> headers() {
            Map<String, String> headers = new HashMap<>();
            response.headers()
                    .map()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            return headers;
        }

        public String etag() {
            return header("ETag").orElseThrow();
        }

        public String text() {
            return response.body();
        }

        public JsonNode body() throws IOException {
            return json.readTree(response.body());
        }

        public String at(String pointer) throws IOException {
            return body().at(pointer).asText();
        }

        /** What is wrong with it, by the operation's OpenAPI schema. */
        public List<?> faults(String operation) throws IOException {
            return contract().faultsOfResponse(operation, status(), body());
        }
    }

    public Request request(String method, String path) {
        return new Request(method, path);
    }

    public Request get(String path) {
        return new Request("GET", path);
    }

    public Request post(String path) {
        return new Request("POST", path);
    }

    public Request put(String path) {
        return new Request("PUT", path);
    }

    public Request patch(String path) {
        return new Request("PATCH", path);
    }

    public Request delete(String path) {
        return new Request("DELETE", path);
    }

    @Override
    public void close() {
        server.close();
    }
}
