package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.prompt.PromptTemplate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Messages of Deepgram's Voice Agent API, version 1: Settings go out after Welcome, audio goes both ways in binary messages,
 * the rest is JSON. The provider finds turns; the bridge stops the sound before it knows.
 */
final class DeepgramProtocol implements Protocol {

    private static final String SOURCE = "deepgram";

    /** The provider ends a session after ten seconds without audio or a word. */
    private static final long KEEP_ALIVE_MS = 5_000;

    private final AgentCall call;
    private final HostedSettings settings;
    private final HostedTools tools;
    private final Studio studio;
    private final ObjectMapper json;
    private final Utterances utterances;

    /** Names of the functions that were asked for, by the provider's id. */
    private final Map<String, String> asked = new HashMap<>();

    private boolean configured;
    private boolean applied;
    private long aliveAt;

    DeepgramProtocol(AgentCall call, HostedSettings settings, HostedTools tools, Studio studio, ObjectMapper json) {
        this.call = call;
        this.settings = settings;
        this.tools = tools;
        this.studio = studio;
        this.json = json;
        this.utterances = new Utterances(studio);
    }

    @Override
    public void opened() {
        // Welcome comes first.
    }

    private void configure() {
        if (configured) {
            return;
        }
        configured = true;
        ObjectNode message = message("Settings");
        ObjectNode audio = message.putObject("audio");
        audio.putObject("input").put("encoding", "mulaw").put("sample_rate", 8_000);
        audio.putObject("output")
                .put("encoding", "mulaw")
                .put("sample_rate", 8_000)
                .put("container", "none");
        ObjectNode agent = message.putObject("agent");
        agent.put("language", own("language", "en"));
        provider(agent, "listen", "deepgram", own("listen_model", "nova-3"));
        ObjectNode think = provider(
                agent,
                "think",
                own("think_provider", "open_ai"),
                settings.model().orElse("gpt-4o-mini"));
        think.put("prompt", Instructions.of(call.profile().prompt(), call.variables()));
        ArrayNode functions = think.putArray("functions");
        tools.descriptions().forEach(functions::add);
        String voice = call.profile().voice();
        provider(agent, "speak", "deepgram", voice.isBlank() ? "aura-2-thalia-en" : voice);
        settings.greeting().ifPresent(line -> agent.putObject("context")
                .putArray("messages")
                .addObject()
                .put("type", "History")
                .put("role", "assistant")
                .put("content", PromptTemplate.of(line).render(call.variables()).text()));
        studio.send(message);
    }

    private String own(String name, String otherwise) {
        return settings.all().path(name).asText(otherwise);
    }

    private static ObjectNode provider(ObjectNode agent, String part, String type, String model) {
        ObjectNode node = agent.putObject(part);
        node.putObject("provider").put("type", type).put("model", model);
        return node;
    }

    private ObjectNode message(String type) {
        return json.createObjectNode().put("type", type);
    }

    @Override
    public void message(JsonNode message) {
        switch (message.path("type").asText()) {
            case "Welcome" -> configure();
            case "SettingsApplied" -> applied();
            case "AgentStartedSpeaking" -> studio.agentSpeaks();
            case "AgentAudioDone" -> utterances.done();
            case "UserStartedSpeaking" -> {
                studio.callerSpeaks();
                utterances.done();
            }
            case "ConversationText" ->
                said(message.path("role").asText(), message.path("content").asText());
            case "FunctionCallRequest" -> message.path("functions").forEach(this::function);
            case "Error" -> studio.failed(AgentFailure.fatal(code(message), "The provider has reported an error."));
            case "Warning" -> studio.failed(AgentFailure.retriable(code(message), "The provider has given a warning."));
            default -> {
                // AgentThinking, History and the like
            }
        }
    }

    private void applied() {
        if (applied || !configured) {
            return;
        }
        applied = true;
        studio.ready();
        if (settings.greeting().isEmpty()) {
            inject("(The call has been answered. Greet the caller.)");
        }
    }

    private void said(String role, String text) {
        if (text.isBlank()) {
            return;
        }
        if (role.equals("assistant")) {
            utterances.words(text);
        } else if (role.equals("user")) {
            utterances.callerSaid(text, SOURCE);
        }
    }

    private void function(JsonNode function) {
        String id = function.path("id").asText();
        if (!id.isEmpty() && function.path("client_side").asBoolean(true)) {
            String name = function.path("name").asText();
            asked.put(id, name);
            JsonNode arguments = function.path("arguments");
            studio.toolCall(id, name, arguments.isTextual() ? arguments.asText() : arguments.toString());
        }
    }

    /** The provider's own words are not passed on: they can quote the key. */
    private static String code(JsonNode message) {
        String code = message.path("code").asText("").toLowerCase(Locale.ROOT);
        boolean plain = code.chars().allMatch(c -> c == '_' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9');
        return plain && !code.isEmpty() && code.length() <= 60 ? code : "unknown";
    }

    @Override
    public void binary(byte[] audio) {
        if (applied) {
            utterances.sound(MuLaw.of(audio));
        }
    }

    @Override
    public void callerAudio(short[] frame, float speech) {
        aliveAt = studio.now();
        studio.send(MuLaw.bytes(frame));
    }

    @Override
    public void unheard(long now) {
        if (applied && now - aliveAt >= KEEP_ALIVE_MS) {
            aliveAt = now;
            studio.send(message("KeepAlive"));
        }
    }

    @Override
    public void digit(char digit) {
        inject("(The caller pressed the key " + digit + " of the telephone.)");
    }

    private void inject(String text) {
        studio.send(message("InjectUserMessage").put("content", utterances.inject(text)));
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
        studio.send(message("FunctionCallResponse")
                .put("id", callId)
                .put("name", asked.getOrDefault(callId, ""))
                .put("content", result));
    }

    @Override
    public void told(String note) {
        inject("(Something has happened in the call: " + note + ")");
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
