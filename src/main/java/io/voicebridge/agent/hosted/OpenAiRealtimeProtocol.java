package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.prompt.PromptTemplate;
import io.voicebridge.rtp.codec.G711;
import java.util.Base64;
import java.util.Set;

/**
 * Messages of OpenAI's Realtime API in the form of its general availability; the older names of the beta are read too,
 * since what imitates it still uses them. The provider finds turns; the bridge stops the sound before it knows.
 */
final class OpenAiRealtimeProtocol implements Protocol {

    private static final String SOURCE = "openai";

    /** Errors after which nothing more can come. */
    private static final Set<String> FATAL = Set.of(
            "invalid_api_key",
            "authentication_error",
            "insufficient_quota",
            "model_not_found",
            "account_deactivated",
            "billing_hard_limit_reached",
            "server_error");

    private final AgentCall call;
    private final HostedSettings settings;
    private final HostedTools tools;
    private final Studio studio;
    private final ObjectMapper json;
    private boolean isSetUp;
    private boolean responding;

    OpenAiRealtimeProtocol(
            AgentCall call, HostedSettings settings, HostedTools tools, Studio studio, ObjectMapper json) {
        this.call = call;
        this.settings = settings;
        this.tools = tools;
        this.studio = studio;
        this.json = json;
    }

    @Override
    public void opened() {
        ObjectNode update = message("session.update");
        ObjectNode session = update.putObject("session").put("type", "realtime");
        session.putArray("output_modalities").add("audio");
        session.put("instructions", Instructions.of(call.profile().prompt(), call.variables()));
        ObjectNode audio = session.putObject("audio");
        ObjectNode input = audio.putObject("input");
        input.putObject("format").put("type", "audio/pcmu");
        input.putObject("transcription").put("model", "gpt-4o-mini-transcribe");
        input.putObject("turn_detection")
                .put("type", "server_vad")
                .put("silence_duration_ms", 500)
                .put("create_response", true)
                .put("interrupt_response", true);
        ObjectNode output = audio.putObject("output");
        output.putObject("format").put("type", "audio/pcmu");
        if (!call.profile().voice().isBlank()) {
            output.put("voice", call.profile().voice());
        }
        ArrayNode functions = session.putArray("tools");
        tools.descriptions().forEach(tool -> functions.add(tool.put("type", "function")));
        session.put("tool_choice", "auto");
        studio.send(update);
    }

    private String rendered(String template) {
        return PromptTemplate.of(template).render(call.variables()).text();
    }

    private ObjectNode message(String type) {
        return json.createObjectNode().put("type", type);
    }

    @Override
    public void message(JsonNode message) {
        switch (message.path("type").asText()) {
            case "session.updated" -> setUp(message.path("session"));
            case "response.created" -> responding = true;
            case "response.done" -> {
                responding = false;
                message.path("response").path("output").forEach(this::item);
            }
            case "response.content_part.added" -> {
                if (message.path("part").path("type").asText().contains("audio")) {
                    studio.agentSpeaks();
                }
            }
            case "response.output_audio.delta", "response.audio.delta" -> audio(message);
            case "response.output_audio.done", "response.audio.done" ->
                studio.agentDone(message.path("item_id").asText());
            case "response.output_audio_transcript.done", "response.audio_transcript.done" ->
                studio.agentSaid(
                        message.path("item_id").asText(),
                        message.path("transcript").asText());
            case "response.output_item.done" -> item(message.path("item"));
            case "input_audio_buffer.speech_started" -> studio.callerSpeaks();
            case "conversation.item.input_audio_transcription.completed" ->
                studio.callerSaid(message.path("transcript").asText(), SOURCE);
            case "error" -> error(message.path("error"));
            default -> {
                // Partial transcripts, rate limits and the like
            }
        }
    }

    /** A session that has not taken its tools could only talk: it is none. */
    private void setUp(JsonNode session) {
        if (isSetUp) {
            return;
        }
        isSetUp = true;
        if (session.path("tools").size() < tools.descriptions().size()) {
            studio.failed(AgentFailure.fatal("tools_refused", "The provider has not taken the tools of the agent."));
            return;
        }
        studio.ready();
        settings.greeting()
                .ifPresentOrElse(
                        line -> say("assistant", "output_text", rendered(line)),
                        () -> studio.send(message("response.create")));
    }

    private void audio(JsonNode message) {
        byte[] codes;
        try {
            codes = Base64.getDecoder().decode(message.path("delta").asText());
        } catch (IllegalArgumentException e) {
            return; // a gap of a moment; the rest of the answer is worth more
        }
        short[] pcm = new short[codes.length];
        G711.PCMU.decode(codes, 0, pcm, 0, codes.length);
        studio.agentAudio(message.path("item_id").asText(), pcm);
    }

    private void item(JsonNode item) {
        if (item.path("type").asText().equals("function_call")
                && item.path("call_id").isTextual()) {
            studio.toolCall(
                    item.path("call_id").asText(),
                    item.path("name").asText(),
                    item.path("arguments").asText());
        }
    }

    /** The provider's own words are not passed on: they can quote the key. */
    private void error(JsonNode error) {
        String code = error.path("code").asText(error.path("type").asText("unknown"));
        String name =
                code.chars().allMatch(c -> c == '_' || c >= 'a' && c <= 'z') && code.length() <= 60 ? code : "unknown";
        String detail = "The provider has reported the error " + name + '.';
        if (name.equals("session_expired")) {
            studio.failed(AgentFailure.expired(name, detail));
        } else if (FATAL.contains(name) || FATAL.contains(error.path("type").asText())) {
            studio.failed(AgentFailure.fatal(name, detail));
        } else {
            studio.failed(AgentFailure.retriable(name, detail));
        }
    }

    @Override
    public void callerAudio(short[] frame, float speech) {
        byte[] codes = new byte[frame.length];
        G711.PCMU.encode(frame, 0, codes, 0, frame.length);
        studio.send(message("input_audio_buffer.append")
                .put("audio", Base64.getEncoder().encodeToString(codes)));
    }

    @Override
    public void digit(char digit) {
        say("user", "input_text", "(The caller pressed the key " + digit + " of the telephone.)");
        if (!responding) {
            studio.send(message("response.create"));
        }
    }

    private void say(String role, String type, String text) {
        ObjectNode create = message("conversation.item.create");
        ObjectNode item = create.putObject("item").put("type", "message").put("role", role);
        item.putArray("content").addObject().put("type", type).put("text", text);
        studio.send(create);
    }

    @Override
    public void interrupted(String item, long playedMs) {
        if (responding) {
            studio.send(message("response.cancel"));
            responding = false;
        }
        studio.send(message("conversation.item.truncate")
                .put("item_id", item)
                .put("content_index", 0)
                .put("audio_end_ms", playedMs));
    }

    @Override
    public void heard(String item) {
        // The provider does not ask.
    }

    @Override
    public void toolResult(String callId, String result) {
        ObjectNode create = message("conversation.item.create");
        create.putObject("item")
                .put("type", "function_call_output")
                .put("call_id", callId)
                .put("output", result);
        studio.send(create);
        studio.send(message("response.create"));
    }

    @Override
    public void told(String note) {
        say("system", "input_text", "Something has happened in the call: " + note);
        studio.send(message("response.create"));
    }

    @Override
    public boolean letsBridgeInterrupt() {
        return true;
    }

    @Override
    public boolean hangsUpByClosing() {
        return false;
    }

    @Override
    public boolean transcribes() {
        return true;
    }

    @Override
    public void closing() {
        // Nothing has to be said.
    }
}
