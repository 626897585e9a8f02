package io.voicebridge.component.sip;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.voicebridge.call.ListenerSettings;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.transport.Admission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads the listeners of a YAML file. A word that is not known is an error that names the file and the place.
 */
final class ListenerFile {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Set<String> WORDS =
            Set.of("name", "transports", "host", "port", "advertised", "media", "policy");
    private static final int LARGEST_PORT = 65_535;

    private final Path file;
    private final Function<String, Admission> policies;

    private ListenerFile(Path file, Function<String, Admission> policies) {
        this.file = file;
        this.policies = policies;
    }

    /**
     * @param policies by name
     * @throws IllegalArgumentException if the file cannot be read or does not make sense
     */
    static List<ListenerSettings> read(Path file, Function<String, Admission> policies) {
        return new ListenerFile(file, policies).read();
    }

    private List<ListenerSettings> read() {
        JsonNode all;
        try {
            all = YAML.readTree(Files.readString(file)).path("listeners");
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
        }
        List<ListenerSettings> listeners = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        all.forEach(each -> {
            if (!names.add(text(each, "name").orElse(""))) {
                throw wrong("two listeners have the name " + text(each, "name").orElse(""));
            }
            listeners.addAll(listener(each));
        });
        if (listeners.isEmpty()) {
            throw wrong("there are no listeners");
        }
        return listeners;
    }

    private List<ListenerSettings> listener(JsonNode node) {
        String name = text(node, "name").orElseThrow(() -> wrong("a listener has no name"));
        node.fieldNames().forEachRemaining(word -> {
            if (!WORDS.contains(word)) {
                throw wrong("'" + word + "' of " + name + " is not one of " + String.join(", ", new TreeSet<>(WORDS)));
            }
        });
        Admission admission = policies.apply(text(node, "policy").orElse(Policies.DEFAULT));
        List<ListenerSettings> listeners = new ArrayList<>();
        for (JsonNode each : node.path("transports")) {
            Transport transport = transport(each.asText(), name);
            listeners.add(new ListenerSettings(
                    name,
                    transport,
                    text(node, "host").orElse("0.0.0.0"),
                    port(node, name, transport),
                    text(node, "advertised"),
                    text(node, "media"),
                    admission));
        }
        if (listeners.isEmpty()) {
            throw wrong(name + " has no transports; write transports: [udp, tcp] or [tls]");
        }
        return listeners;
    }

    private Transport transport(String word, String name) {
        return switch (word) {
            case "udp" -> Transport.UDP;
            case "tcp" -> Transport.TCP;
            case "tls" -> Transport.TLS;
            default -> throw wrong("the transport '" + word + "' of " + name + " is not one of udp, tcp, tls");
        };
    }

    private int port(JsonNode node, String name, Transport transport) {
        JsonNode port = node.path("port");
        if (port.isMissingNode()) {
            return transport == Transport.TLS ? 5061 : 5060;
        }
        if (!port.isInt() || port.asInt() < 0 || port.asInt() > LARGEST_PORT) {
            throw wrong("the port of " + name + " is no number from 0 to " + LARGEST_PORT);
        }
        return port.asInt();
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.of(node.path(name).asText("").strip()).filter(text -> !text.isEmpty());
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(file + ": " + what);
    }
}
