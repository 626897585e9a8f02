package io.voicebridge.agent.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.AgentMetric;
import io.voicebridge.agent.AgentProfile;
import io.voicebridge.agent.AgentSession;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.TranscriptItem;
import io.voicebridge.agent.VoiceAgent;
import io.voicebridge.rtp.AudioPort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A call around one session on virtual time: plays what the agent says as a bridge would, feeds the caller's frames, and
 * keeps what was told.
 */
public final class PhoneCall implements AgentListener {

    private static final ObjectMapper JSON = new ObjectMapper();

    public record Item(String id, List<Short> samples, boolean[] last) {}

    public final VirtualScheduler time;
    public final List<TranscriptItem> transcript = new ArrayList<>();
    public final List<ToolCall> tools = new ArrayList<>();
    public final List<AgentMetric> metrics = new ArrayList<>();
    public final List<AgentFailure> failures = new ArrayList<>();
    public final Deque<short[]> caller = new ArrayDeque<>();
    final long openedAt;
    public AgentSession session;
    public String toolAnswer = "{\"status\":\"ok\"}";
    public boolean bridgeAnswers = true;
    /** One that the bridge refuses. */
    public String refusedTool = "";
    /** One that the bridge says nothing to. */
    public String silentTool = "";

    public boolean playsOut = true;
    public boolean isClosed;
    public long firstAudioAt = -1;
    public long endAskedAt = -1;
    public int stops;

    /** What the line carries while the caller is silent. */
    public short[] background = Voices.SILENCE;

    private final Deque<Item> playing = new ArrayDeque<>();
    private final short[] spoken = new short[AudioPort.FRAME];
    private int position;

    public PhoneCall(VoiceAgent agent, VirtualScheduler time, AgentProfile profile, Map<String, String> variables) {
        this(agent, time, new AgentCall("cv_1", profile, variables));
    }

    public PhoneCall(VoiceAgent agent, VirtualScheduler time, AgentCall call) {
        this.time = time;
        this.openedAt = time.millis();
        this.session = agent.open(call, this);
    }

    /** One frame of the call in both directions. */
    public void frame() {
        short[] heard = caller.isEmpty() ? background : caller.remove();
        session.callerAudio(heard);
        if (playsOut) {
            playFrame();
        }
        time.frame();
    }

    /** What the agent's side of the line carries in this frame. */
    public short[] agentFrame() {
        return spoken;
    }

    private void playFrame() {
        java.util.Arrays.fill(spoken, (short) 0);
        Item item = playing.peek();
        if (item == null) {
            return;
        }
        for (int i = 0; i < AudioPort.FRAME && position < item.samples().size(); i++) {
            spoken[i] = item.samples().get(position++);
        }
        if (position >= item.samples().size() && item.last()[0]) {
            playing.remove();
            session.played(item.id(), position / 8, true);
            position = 0;
        }
    }

    public PhoneCall waits(long ms) {
        for (long t = 0; t < ms; t += 20) {
            frame();
        }
        return this;
    }

    public PhoneCall waitsUntil(String what, BooleanSupplier condition) {
        for (int i = 0; i < 3_000; i++) {
            if (condition.getAsBoolean()) {
                return this;
            }
            frame();
        }
        throw new AssertionError("not within a minute: " + what + "; agent said " + agentLines() + ", told " + tools);
    }

    /** The agent has said it, and listens. */
    public PhoneCall hears(String part) {
        return waitsUntil(part, () -> agentLines().stream().anyMatch(line -> line.contains(part)))
                .waitsUntil("the end of it", () -> !isAgentSpeaking());
    }

    /** The first sound of an item is with the call. */
    public PhoneCall isTold(String item) {
        return waitsUntil(item, () -> playing.stream().anyMatch(i -> i.id().equals(item)));
    }

    /** The agent is in the middle of it. */
    public PhoneCall beginsToHear(String item) {
        return isTold(item).waits(400);
    }

    public PhoneCall says(String text) {
        caller.addAll(Voices.caller(text));
        return waitsUntil("the caller said it", caller::isEmpty);
    }

    public PhoneCall coughs(int ms) {
        caller.addAll(Voices.noise(ms));
        return waitsUntil("the caller coughed", caller::isEmpty);
    }

    public PhoneCall presses(String keys) {
        keys.chars().forEach(key -> {
            session.callerDigit((char) key);
            frame();
        });
        return this;
    }

    public PhoneCall hangsUp() {
        session.close();
        return waitsUntil("everything is told", () -> isClosed);
    }

    /** Prints the conversation and what was measured, for a person who reads the build. */
    public void tell(String title) {
        System.out.println("-- " + title);
        transcript.stream()
                .sorted(java.util.Comparator.comparingLong(TranscriptItem::startMs))
                .forEach(i -> System.out.printf("%6d-%6d %-6s %s%n", i.startMs(), i.endMs(), i.role(), i.text()));
        metrics.forEach(m -> System.out.printf("   %s=%.0f", m.name(), m.value()));
        System.out.println();
    }

    public boolean isAgentSpeaking() {
        return !playing.isEmpty();
    }

    public List<String> agentLines() {
        return lines(TranscriptItem.Role.AGENT);
    }

    public List<String> callerLines() {
        return lines(TranscriptItem.Role.CALLER);
    }

    private List<String> lines(TranscriptItem.Role role) {
        return transcript.stream()
                .filter(i -> i.role() == role)
                .map(TranscriptItem::text)
                .toList();
    }

    public List<Double> metric(String name) {
        return metrics.stream()
                .filter(m -> m.name().equals(name))
                .map(AgentMetric::value)
                .toList();
    }

    public List<ToolCall> commits(boolean last) {
        return tools.stream()
                .filter(t -> t.name().equals(ToolCall.COMMIT_OUTCOME))
                .filter(t -> arguments(t).path("final").asBoolean() == last)
                .toList();
    }

    public JsonNode endsAs(String outcome) {
        waitsUntil("a final commit", () -> !commits(true).isEmpty());
        List<ToolCall> finals = commits(true);
        JsonNode arguments = arguments(finals.get(finals.size() - 1));
        assertThat(arguments.path("outcome").asText()).isEqualTo(outcome);
        return arguments;
    }

    public PhoneCall isHandedBack() {
        return waitsUntil("end_call", () -> endAskedAt >= 0);
    }

    public Optional<ToolCall> endCall() {
        return tools.stream().filter(t -> t.name().equals(ToolCall.END_CALL)).findFirst();
    }

    public Optional<ToolCall> transfer() {
        return tools.stream()
                .filter(t -> t.name().equals(ToolCall.TRANSFER_CALL))
                .findFirst();
    }

    public static JsonNode arguments(ToolCall call) {
        try {
            return JSON.readTree(call.arguments());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void audio(String itemId, short[] pcm, boolean last) {
        firstAudioAt = firstAudioAt < 0 ? time.millis() : firstAudioAt;
        Item item = playing.peekLast();
        if (item == null || !item.id().equals(itemId)) {
            item = new Item(itemId, new ArrayList<>(), new boolean[1]);
            playing.add(item);
        }
        for (short sample : pcm) {
            item.samples().add(sample);
        }
        item.last()[0] = last;
    }

    @Override
    public void stopAudio() {
        stops++;
        for (Item item : playing) {
            session.played(item.id(), position / 8, false);
            position = 0;
        }
        playing.clear();
    }

    @Override
    public void transcript(TranscriptItem item) {
        transcript.add(item);
    }

    @Override
    public void toolCall(ToolCall call) {
        tools.add(call);
        if (call.name().equals(ToolCall.END_CALL)) {
            endAskedAt = endAskedAt < 0 ? time.millis() : endAskedAt;
        }
        if (bridgeAnswers && !call.name().equals(silentTool)) {
            session.toolResult(
                    call.id(), call.name().equals(refusedTool) ? "{\"status\":\"no_terminal_uri\"}" : toolAnswer);
        }
    }

    @Override
    public void metric(AgentMetric metric) {
        metrics.add(metric);
    }

    @Override
    public void failed(AgentFailure failure) {
        failures.add(failure);
    }

    @Override
    public void closed() {
        assertThat(isClosed).as("closed once").isFalse();
        isClosed = true;
    }
}
