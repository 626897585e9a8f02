package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentFailure;
import java.util.Map;

/**
 * Messages of a conversation with an agent of ElevenLabs. The agent is set up there, tools included; a prompt, a voice and
 * the first message are overridden where ours has them. The provider finds turns; the bridge stops the sound before it knows.
 * There is no message for the end of an answer: a pause after it has to do.
 */
final class ElevenLabsProtocol implements Protocol {

    private static final String SOURCE = "elevenlabs";
    private static final String FORMAT = "ulaw_8000";
    private static final long PAUSE_MS = 600;

    private final AgentCall call;
    private final HostedSettings settings;
    private final Studio studio;
    private final ObjectMapper json;
    private final Utterances utterances;
    private boolean begun;
    private long interruptedUpTo = -1;

    ElevenLabsProtocol(AgentCall call, HostedSettings settings, Studio studio, ObjectMapper json) {
        this.call = call;
        this.settings = settings;
        this.studio = studio;
        this.json = json;
        this.utterances = new Utterances(studio);
    }

    @Override
    public void opened() {
        ObjectNode message = message("conversation_initiation_client_data");
        ObjectNode override = message.putObject("conversation_config_override");
        String prompt = call.profile().prompt();
        if (!prompt.isBlank()) {
            override.withObject("/agent/prompt").put("prompt", Instructions.of(prompt, call.variables()));
        }
        if (settings.greeting().isPresent()) {
            override.withObject("/agent").put("first_message", ""); // the bridge has greeted
        }
        if (!call.profile().voice().isBlank()) {
            override.withObject("/tts").put("voice_id", call.profile().voice());
        }
        ObjectNode variables = message.putObject("dynamic_variables");
        for (Map.Entry<String, String> each : call.variables().entrySet()) {
            variables.put(each.getKey(), Instructions.plain(each.getValue()));
        }
        variables.put("conversation_id", call.conversationId());
        studio.send(message);
    }

    private ObjectNode message(String type) {
        return json.createObjectNode().put("type", type);
    }

    @Override
    public void message(JsonNode message) {
        switch (message.path("type").asText()) {
            case "conversation_initiation_metadata" -> begin(message.path("conversation_initiation_metadata_event"));
            case "audio" -> audio(message.path("audio_event"));
            case "agent_response" ->
                words(message.path("agent_response_event")
                        .path("agent_response")
                        .asText());
            case "user_transcript" ->
                utterances.callerSaid(
                        message.path("user_transcription_event")
                                .path("user_transcript")
                                .asText(),
                        SOURCE);
            case "interruption" -> interruption(message.path("interruption_event"));
            case "client_tool_call" -> tool(message.path("client_tool_call"));
            case "ping" ->
                studio.send(message("pong")
                        .put(
                                "event_id",
                                message.path("ping_event").path("event_id").asLong()));
            case "error", "client_error" ->
                studio.failed(AgentFailure.fatal("provider_error", "The provider has reported an error."));
            default -> {
                // Scores, tentative answers, corrections: what was heard is known here
            }
        }
    }

    private void begin(JsonNode metadata) {
        if (begun) {
            return;
        }
        if (!metadata.path("agent_output_audio_format").asText(FORMAT).equals(FORMAT)
                || !metadata.path("user_input_audio_format").asText(FORMAT).equals(FORMAT)) {
            studio.failed(AgentFailure.fatal(
                    "audio_format", "The agent's audio must be set to µ-law, 8 kHz, in both directions."));
            return;
        }
        begun = true;
        studio.ready();
    }

    private void audio(JsonNode event) {
        short[] pcm = MuLaw.of(event.path("audio_base_64").asText());
        if (begun && pcm.length > 0 && event.path("event_id").asLong(Long.MAX_VALUE) > interruptedUpTo) {
            utterances.sound(pcm);
        }
    }

    /** One for each answer. */
    private void words(String text) {
        if (utterances.hasWords()) {
            utterances.done();
        }
        utterances.words(text);
    }

    private void interruption(JsonNode event) {
        interruptedUpTo = Math.max(interruptedUpTo, event.path("event_id").asLong(-1));
        studio.callerSpeaks();
        utterances.done();
    }

    private void tool(JsonNode asked) {
        String id = asked.path("tool_call_id").asText();
        if (!id.isEmpty()) {
            JsonNode parameters = asked.path("parameters");
            studio.toolCall(
                    id, asked.path("tool_name").asText(), parameters.isMissingNode() ? "{}" : parameters.toString());
        }
    }

    @Override
    public void tick(long now) {
        if (utterances.isOverdue(now, PAUSE_MS)) {
            utterances.done();
        }
    }

    @Override
    public void callerAudio(short[] frame, float speech) {
        studio.send(json.createObjectNode().put("user_audio_chunk", MuLaw.text(frame)));
    }

    @Override
    public void digit(char digit) {
        write("(The caller pressed the key " + digit + " of the telephone.)");
    }

    private void write(String text) {
        studio.send(message("user_message").put("text", utterances.inject(text)));
    }

    @Override
    public void interrupted(String item, long playedMs) {
        // What still comes of it is dropped, until the provider has heard the caller too.
    }

    @Override
    public void heard(String item) {
        // The provider does not ask.
    }

    @Override
    public void toolResult(String callId, String result) {
        studio.send(message("client_tool_result")
                .put("tool_call_id", callId)
                .put("result", result)
                .put("is_error", false));
    }

    @Override
    public void told(String note) {
        write("(Something has happened in the call: " + note + ")");
    }

    @Override
    public boolean letsBridgeInterrupt() {
        return true;
    }

    /** Its own tool for hanging up closes the connection. */
    @Override
    public boolean hangsUpByClosing() {
        return true;
    }

    @Override
    public boolean transcribes() {
        return true;
    }

    @Override
    public void closing() {
        // Closing the connection is enough.
    }
}
