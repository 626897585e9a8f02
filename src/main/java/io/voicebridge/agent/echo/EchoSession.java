package io.voicebridge.agent.echo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.AgentSession;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.TranscriptItem;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call to a test number. Everything happens on the agent's one thread. */
final class EchoSession implements AgentSession {

    private static final Logger LOG = LoggerFactory.getLogger(EchoSession.class);
    private static final int SAMPLES_PER_MS = 8;
    private static final int MOST_VARIABLES = 10;
    private static final int LONGEST_VALUE = 60;

    /** How long the call may keep us waiting for the report that a line was heard. */
    private static final long OVERDUE_MS = 3_000;

    private final EchoAgent agent;
    private final AgentCall call;
    private final AgentListener listener;
    private final String transferTo;

    /** A bridge has transferred this call: one that came back goes nowhere else, or it would go round. */
    private final boolean hasComeBack;

    private final long openedAt = System.nanoTime();
    private final Deque<Supplier<String>> toSay = new ArrayDeque<>();
    private String item = "";
    private String saying = "";
    private boolean ending;
    private boolean closed;
    private int items;
    private int tools;

    EchoSession(EchoAgent agent, AgentCall call, JsonNode settings, AgentListener listener) {
        this.agent = agent;
        this.call = call;
        this.listener = listener;
        this.transferTo = settings.path("transfer_to").asText(EchoAgent.ITSELF);
        this.hasComeBack = call.variables().keySet().stream().anyMatch("ConversationId"::equalsIgnoreCase);
    }

    void begin() {
        later(this::report, 0);
        later(() -> end("max_duration"), EchoAgent.LONGEST.toMillis());
    }

    /** What is said is made when its turn has come: the round trip is known only after some seconds. */
    private void report() {
        toSay.clear();
        toSay.add(agent::firstWords);
        toSay.add(this::codec);
        toSay.add(this::variables);
        toSay.add(this::roundTrip);
        toSay.add(this::keys);
        next();
    }

    private String codec() {
        return "The codec is "
                + switch (call.line().codec().orElse("")) {
                    case "PCMU" -> "G 7 11 mu law.";
                    case "PCMA" -> "G 7 11 A law.";
                    case "G722" -> "G 7 22.";
                    default -> "not known.";
                };
    }

    private String roundTrip() {
        return call.line().roundTripMs().isPresent()
                ? "The round trip is " + call.line().roundTripMs().getAsLong() + " milliseconds."
                : "The round trip is not known.";
    }

    private String variables() {
        if (call.variables().isEmpty()) {
            return "No header has come with this call.";
        }
        StringBuilder said = new StringBuilder("These headers have come.");
        call.variables().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .limit(MOST_VARIABLES)
                .forEach(header -> said.append(' ')
                        .append(header.getKey().replace('_', ' '))
                        .append(": ")
                        .append(
                                header.getValue(),
                                0,
                                Math.min(LONGEST_VALUE, header.getValue().length()))
                        .append('.'));
        int more = call.variables().size() - MOST_VARIABLES;
        return more > 0 ? said.append(" And ").append(more).append(" more.").toString() : said.toString();
    }

    private String keys() {
        return "Press 1 to hang up, 2 to hang up with a route,"
                + (hasComeBack ? "" : " 3 to be transferred,")
                + " or star to hear this again.";
    }

    private void next() {
        Supplier<String> line = toSay.poll();
        if (line == null || closed || ending) {
            return;
        }
        speak(line.get());
    }

    private void speak(String text) {
        item = call.handover().id("a" + ++items);
        saying = text;
        String spoken = item;
        long length = 0;
        try {
            short[] sound = agent.sound(text, call.profile().voice());
            listener.audio(item, sound, true);
            length = sound.length / SAMPLES_PER_MS;
        } catch (RuntimeException e) {
            LOG.error("A test line cannot be spoken", e);
        }
        later(() -> heard(spoken, -1), length + OVERDUE_MS);
    }

    private void heard(String heardItem, long cutAtMs) {
        if (!heardItem.equals(item)) {
            return;
        }
        long now = elapsed();
        listener.transcript(
                new TranscriptItem(item, TranscriptItem.Role.AGENT, saying, now, now, cutAtMs, 1, EchoAgent.NAME));
        item = "";
        next();
    }

    private long elapsed() {
        return (System.nanoTime() - openedAt) / 1_000_000;
    }

    private void pressed(char digit) {
        if (closed || ending) {
            return;
        }
        long now = elapsed();
        listener.transcript(new TranscriptItem(
                call.handover().id("c" + ++items),
                TranscriptItem.Role.CALLER,
                String.valueOf(digit),
                now,
                now,
                -1,
                1,
                "dtmf"));
        switch (digit) {
            case '1' -> end("caller_done");
            case '2' -> {
                listener.stopAudio();
                tool(ToolCall.COMMIT_OUTCOME, outcome());
                end("caller_done");
            }
            case '3' -> transfer();
            case '*' -> {
                listener.stopAudio();
                report();
            }
            default -> {
                // no such key
            }
        }
    }

    private ObjectNode outcome() {
        ObjectNode outcome = agent.object()
                .put("outcome", "qualified")
                .put("final", true)
                .put("summary", "A test call.")
                .put("intent", "test");
        outcome.putObject("route")
                .put("type", "SkillTransfer")
                .put("value", "Test")
                .put("reason", "Key 2 of the test line");
        return outcome;
    }

    private void transfer() {
        if (hasComeBack) {
            return;
        }
        toSay.clear();
        listener.stopAudio();
        tool(
                ToolCall.TRANSFER_CALL,
                agent.object()
                        .put("to", transferTo)
                        .put("mode", "warm")
                        .put("whisper", "This is a transfer of a test line.")
                        .put("on_fail", "resume"));
    }

    private void end(String reason) {
        if (closed || ending) {
            return;
        }
        ending = true;
        toSay.clear();
        listener.stopAudio();
        tool(ToolCall.END_CALL, agent.object().put("reason", reason));
    }

    private void tool(String name, ObjectNode arguments) {
        listener.toolCall(new ToolCall(call.handover().id("t" + ++tools), name, arguments.toString()));
    }

    private void later(Runnable task, long ms) {
        if (!agent.threads().isShutdown()) {
            agent.threads().schedule(task, ms, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void callerAudio(short[] frame) {
        // It understands keys.
    }

    @Override
    public void callerDigit(char digit) {
        later(() -> pressed(digit), 0);
    }

    @Override
    public void played(String itemId, long playedMs, boolean complete) {
        later(() -> heard(itemId, complete ? -1 : playedMs), 0);
    }

    @Override
    public void say(String text, boolean interruptible) {
        later(
                () -> {
                    toSay.addFirst(() -> text);
                    if (item.isEmpty()) {
                        next();
                    }
                },
                0);
    }

    /** A transfer that is refused is told at once; an end of the call that was not made is asked for again. */
    @Override
    public void toolResult(String callId, String json) {
        later(
                () -> {
                    if (closed || json.contains("\"ok\"")) {
                        return;
                    }
                    boolean again = ending && tools < 5;
                    ending = false;
                    if (again) {
                        end("caller_done");
                    } else {
                        toSay.add(() -> refusal(json));
                        next();
                    }
                },
                0);
    }

    private String refusal(String answer) {
        String detail = agent.detail(answer);
        return detail.isEmpty() ? "That was refused." : "That was refused: " + detail;
    }

    @Override
    public void resumed(String note) {
        if (!note.isBlank() && !note.equals("{}")) {
            later(
                    () -> {
                        toSay.add(() -> "Nobody has taken the transfer.");
                        toSay.add(this::keys);
                        next();
                    },
                    0);
        }
    }

    @Override
    public void close() {
        later(
                () -> {
                    if (!closed) {
                        closed = true;
                        listener.closed();
                    }
                },
                0);
    }
}
