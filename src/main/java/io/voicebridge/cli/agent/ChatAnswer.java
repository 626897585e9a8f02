package io.voicebridge.cli.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the answer of a chat model, whole or as a stream of server-sent events, and tells it while it comes. The form is
 * that of OpenAI's chat completions, which most servers of models speak.
 */
final class ChatAnswer {

    private static final int MOST_ARGUMENTS = 16_000;
    private static final int MOST_CALLS = 8;

    private final ObjectMapper json;
    private final RoutedThought thought;

    /** Calls of tools by their index in the answer: their arguments come in pieces. */
    private final Map<Integer, Call> calls = new TreeMap<>();

    private boolean finished;

    ChatAnswer(ObjectMapper json, RoutedThought thought) {
        this.json = json;
        this.thought = thought;
    }

    private static final class Call {
        private String name = "";
        private final StringBuilder arguments = new StringBuilder();
    }

    void whole(InputStream body) throws ChatFault {
        JsonNode answer;
        try {
            answer = json.readTree(body);
        } catch (JsonProcessingException e) {
            throw malformed();
        } catch (IOException e) {
            throw broken(e);
        }
        take(answer, "message");
        finish();
    }

    /** Server-sent events (WHATWG HTML, 9.2): only the field data counts here, and each has one line. */
    void stream(InputStream body) throws ChatFault {
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (thought.isDropped() || !event(line)) {
                    break;
                }
            }
        } catch (JsonProcessingException e) {
            throw malformed();
        } catch (IOException e) {
            throw broken(e);
        }
        if (thought.isDropped()) {
            return;
        }
        if (!finished) {
            throw ChatFault.passing("brain_cut", "The answer of the model broke off.");
        }
        finish();
    }

    /** @return false if nothing more has to be read */
    private boolean event(String line) throws JsonProcessingException, ChatFault {
        if (!line.startsWith("data:")) {
            return true;
        }
        String data = line.substring("data:".length()).strip();
        if (data.equals("[DONE]")) {
            finished = true;
            return false;
        }
        return take(json.readTree(data), "delta");
    }

    private boolean take(JsonNode answer, String part) throws ChatFault {
        if (answer.hasNonNull("error")) {
            throw ChatFault.passing("brain_error", "The model has reported an error.");
        }
        JsonNode choice = answer.path("choices").path(0);
        if (choice.hasNonNull("finish_reason")) {
            finished = true;
        }
        JsonNode message = choice.path(part);
        for (JsonNode call : message.path("tool_calls")) {
            call(call);
        }
        String content = message.path("content").asText("");
        if (!message.path("content").isTextual() || content.isEmpty() || thought.says(content)) {
            return true;
        }
        finished = true; // it is long enough
        return false;
    }

    private void call(JsonNode part) {
        int index = part.path("index").asInt(calls.size());
        if (!calls.containsKey(index) && calls.size() >= MOST_CALLS) {
            return;
        }
        Call call = calls.computeIfAbsent(index, key -> new Call());
        JsonNode function = part.path("function");
        if (function.path("name").isTextual() && call.name.isEmpty()) {
            call.name = function.path("name").asText();
        }
        if (call.arguments.length() < MOST_ARGUMENTS) {
            call.arguments.append(function.path("arguments").asText(""));
        }
    }

    private void finish() throws ChatFault {
        calls.values().forEach(call -> thought.calls(call.name, call.arguments.toString()));
        if (thought.isEmpty()) {
            throw malformed();
        }
        thought.done();
    }

    private static ChatFault malformed() {
        return ChatFault.passing("brain_malformed", "The answer of the model is none that is understood.");
    }

    private static ChatFault broken(IOException e) {
        return e instanceof LimitedClient.AnswerTooLarge
                ? ChatFault.lasting("brain_too_large", "The answer of the model is larger than any that can be said.")
                : ChatFault.passing("brain_cut", "The answer of the model broke off.");
    }
}
