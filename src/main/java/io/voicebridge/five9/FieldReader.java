package io.voicebridge.five9;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads what a Query module sends. Five9 inserts variables into a body without escaping them, so a body that is not
 * quite JSON is read field by field ({@link BrokenJson}) before it is given up. Never throws on input. Stateless.
 */
public final class FieldReader {

    /** Characters of body and of query string; what is longer is not read at all. */
    static final int MAX_INPUT = 64 * 1024;

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * @param query raw query string, or empty
     * @param body text of any type, or empty; its content decides how it is read, not its declared type
     */
    public Fields read(String query, String body) {
        Map<String, String> values = new LinkedHashMap<>();
        if (query.length() > MAX_INPUT || body.length() > MAX_INPUT) {
            return new Fields(values, "the request is larger than " + MAX_INPUT + " characters");
        }
        String text = body.startsWith("\uFEFF") ? body.substring(1).strip() : body.strip();
        pairs(query, values);
        String fault = "";
        if (text.startsWith("{")) {
            if (!json(text, values)) {
                Map<String, String> salvaged = BrokenJson.fields(text);
                salvaged.forEach((name, value) -> add(values, name, value));
                fault = salvaged.isEmpty() ? "the body is not JSON and no field of it can be read" : "";
            }
        } else if (text.indexOf('=') > 0) {
            pairs(text, values);
        } else if (!text.isEmpty()) {
            fault = "the body is neither a JSON object nor a form";
        }
        return new Fields(values, fault);
    }

    private static boolean json(String text, Map<String, String> values) {
        Map<String, String> read = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (token.isStructStart()) {
                    parser.skipChildren();
                } else {
                    add(read, name, token == JsonToken.VALUE_NULL ? "" : parser.getText());
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                return false;
            }
        } catch (IOException | RuntimeException e) {
            return false;
        }
        read.forEach((name, value) -> add(values, name, value));
        return true;
    }

    private static void pairs(String text, Map<String, String> values) {
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('&', start);
            end = end < 0 ? text.length() : end;
            int equals = text.indexOf('=', start);
            if (equals > start && equals < end) {
                add(values, decode(text.substring(start, equals)), decode(text.substring(equals + 1, end)));
            }
            start = end + 1;
        }
    }

    /** A per cent sign that begins no escape stands for itself: lead data has such. */
    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text.replace('+', ' ');
        }
    }

    /** Without NUL, which no database takes. */
    private static String storable(String text) {
        return text.indexOf(0) < 0 ? text : text.replace("\0", "");
    }

    private static void add(Map<String, String> values, String name, String value) {
        String trimmed = storable(name).strip();
        if (trimmed.isEmpty() || trimmed.length() > Fields.MAX_NAME || values.size() >= Fields.MAX_FIELDS) {
            return;
        }
        String stored = storable(value);
        String cut = stored.length() <= Fields.MAX_VALUE ? stored : stored.substring(0, Fields.MAX_VALUE);
        String lower = trimmed.toLowerCase(Locale.ROOT);
        if (values.keySet().stream()
                .noneMatch(present -> present.toLowerCase(Locale.ROOT).equals(lower))) {
            values.put(trimmed, cut);
        }
    }
}
