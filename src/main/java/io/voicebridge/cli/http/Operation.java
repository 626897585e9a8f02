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

    /** @param mediaTypes those that are taken, without parameters */
    record Body(boolean required, Set<String> mediaTypes, JsonSchema schema) {}
}
