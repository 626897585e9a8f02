package io.voicebridge.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;

/**
 * One parameter of an operation.
 *
 * @param place {@code path}, {@code query} or {@code header}
 */
record Parameter(String name, String place, boolean required, JsonSchema schema) {

    /** The name of the exchange variable that gets the value: {@code If-Match} becomes {@code ifMatch}. */
    String variable() {
        StringBuilder variable = new StringBuilder(name.length());
        boolean upper = false;
        for (char c : name.toCharArray()) {
            if (c == '-' || c == '_') {
                upper = true;
            } else {
                char plain = variable.isEmpty() ? Character.toLowerCase(c) : c;
                variable.append(upper ? Character.toUpperCase(c) : plain);
                upper = false;
            }
        }
        return variable.toString();
    }

    /** The value in the type that the schema asks for, or as text where it does not fit. */
    JsonNode typed(String value) {
        String type = schema.getSchemaNode().path("type").asText();
        if (type.equals("boolean") && (value.equals("true") || value.equals("false"))) {
            return BooleanNode.valueOf(Boolean.parseBoolean(value));
        }
        if (type.equals("integer") && value.matches("-?[0-9]{1,18}")) {
            return LongNode.valueOf(Long.parseLong(value));
        }
        return TextNode.valueOf(value);
    }
}
