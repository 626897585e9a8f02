package io.voicebridge.cli.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.directory.Problem.Fault;
import java.util.List;

/**
 * Finds what no database takes: NUL, which PostgreSQL refuses, halves of a character, which are none, and numbers so large
 * that they are read as infinite.
 */
final class Unstorable {

    static final String WHY = "must not contain NUL or half a surrogate pair";

    private static final String TOO_LARGE = "must not be beyond 1e308";

    private static final int MOST_FAULTS = 20;

    private Unstorable() {}

    static boolean is(String text) {
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            if (point == 0 || Character.getType(point) == Character.SURROGATE) {
                return true;
            }
            i += Character.charCount(point);
        }
        return false;
    }

    /** Adds a fault for each value and name that is such. */
    static void in(JsonNode value, List<Fault> faults) {
        in(value, "", faults);
    }

    /** As deep as the parser has let in. */
    private static void in(JsonNode value, String pointer, List<Fault> faults) {
        if (faults.size() >= MOST_FAULTS) {
            return;
        }
        if (value.isTextual() && is(value.textValue())) {
            faults.add(new Fault(pointer, WHY));
        }
        if (value.isDouble() && !Double.isFinite(value.doubleValue())) {
            faults.add(new Fault(pointer, TOO_LARGE));
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            in(value.get(i), pointer + '/' + i, faults);
        }
        value.fields().forEachRemaining(member -> {
            if (is(member.getKey())) {
                faults.add(new Fault(pointer, "has a name that " + WHY));
            } else {
                in(
                        member.getValue(),
                        pointer + '/' + member.getKey().replace("~", "~0").replace("/", "~1"),
                        faults);
            }
        });
    }
}
