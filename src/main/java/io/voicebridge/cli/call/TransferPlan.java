package io.voicebridge.cli.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.directory.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A transfer as somebody asked for it.
 *
 * @param to a number, or a SIP URI at the host of the number's Terminal URI
 * @param callerId the number to show, empty for the customer's own
 * @param whisper what the called person hears first, alone; empty for nothing
 * @param headers for the INVITE
 * @param answerTimeoutMs how long it may ring
 * @param acceptKey the key by which the called person takes the call, empty if answering is enough
 */
record TransferPlan(
        Mode mode,
        String to,
        String callerId,
        String whisper,
        Map<String, String> headers,
        long answerTimeoutMs,
        OnFail onFail,
        String acceptKey) {

    /** Whether the caller hears it ring, or the agent until somebody is there. */
    enum Mode {
        COLD,
        WARM
    }

    /** What becomes of the caller if nobody takes the call. */
    enum OnFail {
        RESUME,
        HANGUP
    }

    private static final int MOST_HEADERS = 9;
    private static final int LONGEST_WHISPER = 1_000;
    private static final int LONGEST_VALUE = 500;

    /**
     * Reads the body of the API, or the arguments of the tool {@code transfer_call}.
     *
     * @throws Problem 422 {@code bad_number} or {@code invalid_request}
     */
    static TransferPlan read(JsonNode body) {
        String to = body.path("to").asText("").strip();
        if (to.isEmpty()) {
            throw bad("bad_number", "/to", "Say whom to call: a number, or a SIP URI of your trunk.");
        }
        return new TransferPlan(
                option(Mode.class, body, "mode", Mode.COLD),
                to,
                body.path("caller_id").asText("").strip(),
                limited(body.path("whisper").asText("").strip(), LONGEST_WHISPER, "/whisper"),
                headers(body.path("headers")),
                1_000L * seconds(body.path("answer_timeout_s")),
                option(OnFail.class, body, "on_fail", OnFail.RESUME),
                key(body.path("accept_key").asText("")));
    }

    private static <E extends Enum<E>> E option(Class<E> type, JsonNode body, String name, E otherwise) {
        String text = body.path(name).asText("");
        for (E value : type.getEnumConstants()) {
            if (value.name().equalsIgnoreCase(text)) {
                return value;
            }
        }
        if (text.isEmpty()) {
            return otherwise;
        }
        throw bad("invalid_request", "/" + name, "'" + name + "' is none of its values");
    }

    private static int seconds(JsonNode node) {
        int seconds = node.asInt(30);
        if (seconds < 5 || seconds > 120) {
            throw bad("invalid_request", "/answer_timeout_s", "It may ring for 5 to 120 seconds");
        }
        return seconds;
    }

    private static String key(String text) {
        if (text.isEmpty() || text.length() == 1 && "0123456789*#".contains(text)) {
            return text;
        }
        throw bad("invalid_request", "/accept_key", "The key is one of 0 to 9, * and #");
    }

    private static Map<String, String> headers(JsonNode given) {
        Map<String, String> headers = new LinkedHashMap<>();
        given.fields().forEachRemaining(field -> {
            String name = field.getKey();
            boolean ours = name.length() > 2 && name.regionMatches(true, 0, "X-", 0, 2);
            if (!ours || !name.chars().allMatch(TransferPlan::isOfAName)) {
                throw bad("invalid_request", "/headers/" + name, "Only X- headers go on a transfer");
            }
            headers.put(name, limited(field.getValue().asText(""), LONGEST_VALUE, "/headers/" + name));
        });
        if (headers.size() > MOST_HEADERS) {
            throw bad("invalid_request", "/headers", "At most " + MOST_HEADERS + " headers go on a transfer");
        }
        return headers;
    }

    private static boolean isOfAName(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-' || c == '_' || c == '.';
    }

    private static String limited(String text, int longest, String pointer) {
        if (text.length() > longest || text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw bad("invalid_request", pointer, "At most " + longest + " characters, and no line break");
        }
        return text;
    }

    static Problem bad(String code, String pointer, String detail) {
        return new Problem(422, code, detail, List.of(new Problem.Fault(pointer, detail)));
    }
}
