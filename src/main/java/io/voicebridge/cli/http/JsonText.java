package io.voicebridge.cli.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.CharacterCodingException;

/** JSON as it is sent: one value in UTF-8 (RFC 8259 8.1). */
public final class JsonText {

    private JsonText() {}

    /** What was sent is no JSON. */
    public static final class NotJson extends Exception {
        private static final long serialVersionUID = 1L;

        /** @param why for whoever sent it */
        NotJson(String why) {
            super(why);
        }
    }

    /** The value; a missing node if there is none. */
    public static JsonNode read(ObjectMapper json, byte[] bytes) throws NotJson {
        try {
            JsonNode value = json.readTree(Utf8.text(bytes));
            return value == null ? MissingNode.getInstance() : value;
        } catch (CharacterCodingException e) {
            throw new NotJson("its characters are not UTF-8");
        } catch (MismatchedInputException e) {
            throw new NotJson("there is more after the first value" + place(e));
        } catch (JsonProcessingException e) {
            // Jackson names its own methods where a limit is met
            throw new NotJson(e.getOriginalMessage().replaceAll(", from `[^`]*`", "") + place(e));
        }
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }
}
