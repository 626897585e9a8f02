package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * A conversation as messages of a chat completion: what was heard of what the agent said, what the caller said, and what
 * came of tools. The oldest exchanges are forgotten when it grows too long. Session's thread.
 */
final class ChatHistory {

    private static final int MOST_MESSAGES = 80;
    private static final int MOST_CHARACTERS = 40_000;

    private final ObjectMapper json;
    private final Deque<ObjectNode> messages = new ArrayDeque<>();

    ChatHistory(ObjectMapper json) {
        this.json = json;
    }

    void caller(String text) {
        add("user", text);
    }

    /** A line of the bridge, or a clause of an answer: what follows without anything between is one message. */
    void agent(String text) {
        ObjectNode last = messages.peekLast();
        if (last != null && isAgent(last)) {
            last.put("content", (last.path("content").asText() + ' ' + text).strip());
        } else {
            add("assistant", text);
        }
    }

    /** Only this was heard of the agent's last message. */
    void interrupted(String said, String heard) {
        for (Iterator<ObjectNode> newest = messages.descendingIterator(); newest.hasNext(); ) {
            ObjectNode message = newest.next();
            String content = message.path("content").asText();
            if (isAgent(message) && !said.isEmpty() && content.endsWith(said)) {
                message.put("content", content.substring(0, content.length() - said.length()) + heard + " …");
                return;
            }
        }
    }

    private static boolean isAgent(ObjectNode message) {
        return message.path("role").asText().equals("assistant");
    }

    void calls(String id, String tool, String arguments) {
        ObjectNode last = messages.peekLast();
        ObjectNode message = last != null && isAgent(last) ? last : add("assistant", "");
        ArrayNode calls = message.has("tool_calls") ? message.withArray("tool_calls") : message.putArray("tool_calls");
        calls.addObject()
                .put("id", id)
                .put("type", "function")
                .putObject("function")
                .put("name", tool)
                .put("arguments", arguments);
    }

    void result(String id, String result) {
        add("tool", result).put("tool_call_id", id);
    }

    private ObjectNode add(String role, String content) {
        ObjectNode message = json.createObjectNode().put("role", role).put("content", content);
        messages.add(message);
        forget();
        return message;
    }

    /** What is kept begins with the caller: an answer to a tool without its call is refused by models. */
    private void forget() {
        while (messages.size() > MOST_MESSAGES || characters() > MOST_CHARACTERS && messages.size() > 1) {
            messages.remove();
            while (messages.size() > 1 && !messages.peek().path("role").asText().equals("user")) {
                messages.remove();
            }
        }
    }

    private int characters() {
        return messages.stream()
                .mapToInt(message -> message.path("content").asText().length())
                .sum();
    }

    /** A request that has these instructions, the conversation, and these tools. */
    ObjectNode request(String instructions, List<ObjectNode> tools) {
        ObjectNode request = json.createObjectNode();
        ArrayNode all = request.putArray("messages");
        all.addObject().put("role", "system").put("content", instructions);
        messages.forEach(message -> all.add(message.deepCopy()));
        ArrayNode functions = request.putArray("tools");
        tools.forEach(tool -> functions.addObject().put("type", "function").set("function", tool));
        return request;
    }
}
