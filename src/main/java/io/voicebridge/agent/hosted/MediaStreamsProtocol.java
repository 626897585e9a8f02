package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.turn.TurnTaking;
import io.voicebridge.rtp.codec.G711;
import io.voicebridge.speech.Recognizer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Twilio's side of a bidirectional media stream: connected, start, media, dtmf, mark and stop go out; media, mark and clear
 * come back. The bot decides itself when it is interrupted: it sends clear. A mark comes back when all that was sent before
 * it was heard, or cleared.
 */
final class MediaStreamsProtocol implements Protocol {

    private static final int FRAME_MS = 20;

    private final AgentCall call;
    private final HostedSettings settings;
    private final Optional<CallerEar> ear;
    private final Studio studio;
    private final ObjectMapper json;
    private final String stream;
    private final String callSid;
    private final String account;

    /** Marks by the item that they follow. */
    private final Map<String, List<String>> marks = new LinkedHashMap<>();

    private long sequence;
    private long chunks;
    private int items = 1;
    private boolean itemBegun;
    private boolean faultTold;

    /** @param recognizer of the caller's words; empty: only the bot knows them */
    MediaStreamsProtocol(
            AgentCall call,
            HostedSettings settings,
            Optional<Recognizer> recognizer,
            Studio studio,
            ObjectMapper json) {
        this.call = call;
        this.settings = settings;
        this.ear = recognizer.map(engine -> new CallerEar(engine, TurnTaking.STANDARD, studio, utterance -> {}));
        this.studio = studio;
        this.json = json;
        this.stream = "MZ" + digest("stream of " + call.conversationId());
        this.callSid = "CA" + digest("call of " + call.conversationId());
        this.account = "AC" + digest("Voice Bridge");
    }

    /** Bots expect names of this form, and some of them look for their length. */
    private static String digest(String text) {
        try {
            byte[] whole = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public void opened() {
        studio.send(json.createObjectNode()
                .put("event", "connected")
                .put("protocol", "Call")
                .put("version", "1.0.0"));
        ObjectNode message = event("start");
        ObjectNode start = message.putObject("start")
                .put("accountSid", account)
                .put("streamSid", stream)
                .put("callSid", callSid);
        start.putArray("tracks").add("inbound");
        start.putObject("mediaFormat")
                .put("encoding", "audio/x-mulaw")
                .put("sampleRate", 8_000)
                .put("channels", 1);
        ObjectNode parameters = start.putObject("customParameters");
        call.variables().forEach(parameters::put);
        settings.parameters().forEach(parameters::put);
        parameters.put("conversation_id", call.conversationId());
        studio.send(message);
        studio.ready();
    }

    private ObjectNode event(String name) {
        return json.createObjectNode()
                .put("event", name)
                .put("sequenceNumber", Long.toString(++sequence))
                .put("streamSid", stream);
    }

    @Override
    public void message(JsonNode message) {
        switch (message.path("event").asText()) {
            case "media" -> media(message.path("media").path("payload").asText());
            case "mark" -> mark(message.path("mark").path("name").asText());
            case "clear" -> clear();
            default -> {
                // Twilio ignores what it does not know as well.
            }
        }
    }

    private void media(String payload) {
        byte[] codes;
        try {
            codes = Base64.getDecoder().decode(payload);
        } catch (IllegalArgumentException e) {
            if (!faultTold) {
                faultTold = true;
                studio.failed(AgentFailure.retriable("bad_media", "The bot has sent audio that is no Base64."));
            }
            return;
        }
        short[] pcm = new short[codes.length];
        G711.PCMU.decode(codes, 0, pcm, 0, codes.length);
        itemBegun = true;
        studio.agentAudio(item(), pcm);
    }

    private String item() {
        return "m" + items;
    }

    private void mark(String name) {
        if (itemBegun) {
            marks.computeIfAbsent(item(), key -> new ArrayList<>()).add(name);
            studio.agentDone(item());
            items++;
            itemBegun = false;
            return;
        }
        String before = "m" + (items - 1);
        if (marks.containsKey(before)) {
            marks.get(before).add(name);
        } else {
            echo(name);
        }
    }

    /** What follows is new, though no mark has come between. */
    private void clear() {
        studio.clear();
        if (itemBegun) {
            items++;
            itemBegun = false;
        }
    }

    private void echo(String name) {
        ObjectNode message = event("mark");
        message.putObject("mark").put("name", name);
        studio.send(message);
    }

    @Override
    public void callerAudio(short[] frame, float speech) {
        byte[] codes = new byte[frame.length];
        G711.PCMU.encode(frame, 0, codes, 0, frame.length);
        ObjectNode message = event("media");
        message.putObject("media")
                .put("track", "inbound")
                .put("chunk", Long.toString(++chunks))
                .put("timestamp", Long.toString(chunks * FRAME_MS))
                .put("payload", Base64.getEncoder().encodeToString(codes));
        studio.send(message);
        ear.ifPresent(open -> open.accept(frame, speech, studio.now()));
    }

    @Override
    public void digit(char digit) {
        ObjectNode message = event("dtmf");
        message.putObject("dtmf").put("track", "inbound_track").put("digit", String.valueOf(digit));
        studio.send(message);
    }

    @Override
    public void interrupted(String item, long playedMs) {
        heard(item);
    }

    @Override
    public void heard(String item) {
        List<String> names = marks.remove(item);
        if (names != null) {
            names.forEach(this::echo);
        }
    }

    @Override
    public void toolResult(String callId, String result) {
        // The protocol knows no tools: the bot commits its outcome by webhook.
    }

    @Override
    public void told(String note) {
        // Nor notes.
    }

    @Override
    public boolean letsBridgeInterrupt() {
        return false;
    }

    @Override
    public boolean hangsUpByClosing() {
        return true;
    }

    @Override
    public boolean transcribes() {
        return false;
    }

    @Override
    public void closing() {
        ObjectNode message = event("stop");
        message.putObject("stop").put("accountSid", account).put("callSid", callSid);
        studio.send(message);
        ear.ifPresent(open -> open.flush(studio.now()));
    }

    @Override
    public boolean isHearing() {
        return ear.isPresent() && ear.get().isBusy();
    }
}
