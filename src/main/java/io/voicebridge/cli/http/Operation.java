package io.voicebridge.cli.http;

import com.networknt.schema.JsonSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One operation of an OpenAPI document, ready to check requests and responses with.
 *
 * @param path with the base path of its server, such as {@code /api/v1/agents/{id}}
 * @param success the first 2xx status that it declares
 * @param responses schema of the JSON body of each status that has one
 */
record Operation(
        String id,
        String method,
        String path,
        List<Parameter> parameters,
        Optional<Body> body,
        int success,
        Set<Integer> statuses,
        Map<Integer, JsonSchema> responses) {

    /** What the path of a request has in the place of each placeholder, by its name; the path must be of this operation. */
    Map<String, String> placeholders(String requestPath) {
        if (path.indexOf('{') < 0) {
            return Map.of();
        }
        String[] template = segments(path);
        String[] given = segments(requestPath);
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < template.length; i++) {
            if (template[i].startsWith("{")) {
                values.put(template[i].substring(1, template[i].length() - 1), given[i]);
            }
        }
        return values;
    }

    /** The parts of a path; a slash at its end does not count. */
    static String[] segments(String path) {
        return (path.endsWith("/") ? path.substring(0, path.length() - 1) : path).split("/", -1);
    }

    /** @param mediaTypes those that are taken, without parameters */
    record Body(boolean required, Set<String> mediaTypes, JsonSchema schema) {}
}
