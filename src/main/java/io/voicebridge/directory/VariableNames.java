package io.voicebridge.directory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Names of dynamic variables in a column, one a line. */
final class VariableNames {

    private VariableNames() {}

    static List<String> list(String column) {
        return column.lines().toList();
    }

    /** What a request makes of a column; as it was if the request does not speak of it. */
    static String changed(JsonNode body, String field, String before) {
        return body.hasNonNull(field)
                ? StreamSupport.stream(body.get(field).spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining("\n"))
                : before;
    }
}
