package io.voicebridge.cli.http;

import com.networknt.schema.JsonSchema;
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

    /** True if the segments of a request's path fit the template; as for Camel, case does not count. */
    boolean isAt(String[] segments) {
        String[] template = path.split("/", -1);
        if (template.length != segments.length) {
            return false;
        }
        for (int i = 0; i < template.length; i++) {
            boolean fits =
                    template[i].startsWith("{") ? !segments[i].isEmpty() : template[i].equalsIgnoreCase(segments[i]);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** @param mediaTypes those that are taken, without parameters */
    record Body(boolean required, Set<String> mediaTypes, JsonSchema schema) {}
}
