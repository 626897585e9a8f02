package io.voicebridge.component.sip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The component's page with its tables as they follow from the generated {@code sip.json}. */
final class ComponentPage {

    static final Path PAGE = Path.of("src/main/docs/sip-component.adoc");
    private static final Path CATALOG =
            Path.of("src/generated/resources/META-INF/io/voicebridge/component/sip/sip.json");

    private static final String COLUMNS = "[width=\"100%\",cols=\"2,5,1,2\",options=\"header\"]\n|===\n";

    private ComponentPage() {}

    static String make() throws IOException {
        JsonNode catalog = new ObjectMapper().readTree(CATALOG.toFile());
        String page = Files.readString(PAGE);
        page = between(page, "component options", options(catalog.get("componentProperties")));
        page = between(page, "endpoint options", options(catalog.get("properties")));
        return between(page, "headers", headers(catalog.get("headers")));
    }

    private static String between(String page, String name, String table) {
        String start = "// " + name + ": START\n";
        int from = page.indexOf(start) + start.length();
        int to = page.indexOf("// " + name + ": END");
        if (from < start.length() || to < from) {
            throw new IllegalStateException("The page has no place for its " + name);
        }
        return page.substring(0, from) + table + page.substring(to);
    }

    private static String options(JsonNode options) {
        StringBuilder table = new StringBuilder(COLUMNS).append("| Name | Description | Default | Type\n");
        for (Map.Entry<String, JsonNode> each : options.properties()) {
            JsonNode option = each.getValue();
            row(
                    table,
                    "*" + each.getKey() + "* (" + option.path("group").asText() + ")",
                    description(option),
                    option.path("defaultValue").asText(""),
                    type(option));
        }
        return table.append("|===\n").toString();
    }

    private static String headers(JsonNode headers) {
        StringBuilder table = new StringBuilder(COLUMNS).append("| Name | Description | Used by | Type\n");
        for (Map.Entry<String, JsonNode> each : headers.properties()) {
            JsonNode header = each.getValue();
            row(
                    table,
                    "`" + each.getKey() + "`",
                    description(header),
                    header.path("label").asText(""),
                    simpleName(header.path("javaType").asText()));
        }
        return table.append("|===\n").toString();
    }

    private static String description(JsonNode described) {
        String text = described.path("description").asText();
        JsonNode choices = described.path("enum");
        if (choices.isEmpty()) {
            return text;
        }
        StringBuilder list = new StringBuilder(text).append(". One of:");
        choices.forEach(choice -> list.append(' ').append(choice.asText()));
        return list.toString();
    }

    private static String type(JsonNode option) {
        return option.path("type").asText().equals("duration")
                ? "duration"
                : simpleName(option.path("javaType").asText());
    }

    private static String simpleName(String javaType) {
        return javaType.replaceAll("[a-z0-9]+\\.", "");
    }

    private static void row(StringBuilder table, String... cells) {
        for (String cell : cells) {
            table.append("| ").append(cell.replace("|", "\\|")).append('\n');
        }
    }
}
