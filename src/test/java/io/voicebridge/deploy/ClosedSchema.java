package io.voicebridge.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A schema of Kubernetes as its server applies it when it is strict: what is not named is not allowed. */
final class ClosedSchema {

    private ClosedSchema() {}

    static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        // The metadata of every kind are the server's own matter
        JsonNode metadata = schema.path("properties").path("metadata");
        schema.forEach(child -> {
            if (child != metadata) {
                close(child);
            }
        });
    }
}
