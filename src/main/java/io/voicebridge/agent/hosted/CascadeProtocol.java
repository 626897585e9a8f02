package io.voicebridge.agent.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.agent.AgentCall;
import io.voicebridge.agent.AgentFailure;
import io.voicebridge.agent.ToolCall;
import io.voicebridge.agent.brain.Brain;
import io.voicebridge.agent.brain.BrainFault;
import io.voicebridge.agent.brain.BrainTurn;
import io.voicebridge.agent.turn.TurnTaking;
import io.voicebridge.speech.Recognizer;
import io.voicebridge.speech.Synthesizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A recogniser, a brain and a synthesiser in place of a provider. One thought at a time: when the caller says more, the
 * last thought is dropped and another one begins. What the brain does not bring in time is covered, then given up.
 */
final class CascadeProtocol implements Protocol {

    /** Answers to tools without a word of the caller between; beyond this a model goes round in circles. */
    private static final int MOST_ROUNDS = 6;

    private static final int MOST_ATTEMPTS = 2;
    private static final long AGAIN_AFTER_MS = 300;

    private static final String STYLE =
            "You talk on the telephone: answer in one or two short sentences of plain words,"
                    + " without lists, markup or emoji. What the caller says comes from speech recognition and can be misheard.";

    /** What a cascade is made of. */
    record Parts(Brain brain, Recognizer recognizer, Synthesizer synthesizer, TurnTaking taking) {}

    private final Parts parts;
    private final AgentCall call;
    private final HostedSettings settings;
    private final CascadeSettings limits;
    private final HostedTools tools;
    private final Studio studio;
    private final ChatHistory history;
    private final CascadeMouth mouth;
    private final String instructions;
    private final CascadeEar ear;
    private final List<String> unanswered = new ArrayList<>();

    /** Calls of tools whose answer has not come. */
    private final Set<String> doing = new HashSet<>();

    /** Answers of tools; they follow all calls of one answer. */
    private final Map<String, String> results = new LinkedHashMap<>();

    private Optional<Brain.Thought> thought = Optional.empty();
    private String said = "";
    private long thoughts;
    private long askedAt;
    private long againAt = -1;
    private int attempts;
    private int rounds;
    private int calls;
    private boolean filled;
    private boolean begun;
    private boolean over;

    CascadeProtocol(
            Parts parts, AgentCall call, HostedSettings settings, HostedTools tools, Studio studio, ObjectMapper json) {
        this.parts = parts;
        this.call = call;
        this.settings = settings;
        this.limits = CascadeSettings.read(settings.all());
        this.tools = tools;
        this.studio = studio;
        this.history = new ChatHistory(json);
        this.mouth =
                new CascadeMouth(studio, parts.synthesizer(), call.profile().voice());
        this.instructions = Instructions.of(call.profile().prompt(), call.variables()) + "\n\n" + STYLE;
        this.ear = new CascadeEar(parts.recognizer(), parts.taking(), studio, this::answer);
    }

    @Override
    public void opened() {
        studio.ready();
        if (settings.greeting().isEmpty()) {
            answer("", "(The call has been answered. Greet the caller.)");
        }
    }

    @Override
    public void message(JsonNode message) {
        // Nothing comes from outside.
    }

    // The caller

    @Override
    public void callerAudio(short[] frame, float probability) {
        ear.accept(frame, probability, studio.now());
    }

    @Override
    public void digit(char digit) {
        ear.press(digit, studio.now());
    }

    @Override
    public void bridgeSaid(String line) {
        if (doing.isEmpty() && results.isEmpty()) {
            history.agent(line);
        }
    }

    @Override
    public void told(String note) {
        answer("", "(Something has happened in the call: " + note + ")");
    }

    // The brain

    private void answer(String words, String message) {
        if (over) {
            return;
        }
        said = words;
        rounds = 0;
        if (!doing.isEmpty() || !results.isEmpty()) {
            unanswered.add(message); // a tool's answer must follow its call
            return;
        }
        history.caller(message);
        think();
    }

    private void think() {
        dropThought();
        mouth.begin();
        attempts = 0;
        filled = false;
        begun = false;
        askedAt = studio.now();
        ask();
    }

    private void ask() {
        attempts++;
        againAt = -1;
        long number = ++thoughts;
        ObjectNode chat = history.request(instructions, tools.descriptions());
        settings.model().ifPresent(model -> chat.put("model", model));
        BrainTurn turn =
                new BrainTurn(call.conversationId(), call.profile().agent(), said, call.variables(), chat, call.key());
        thought = Optional.of(parts.brain().think(turn, new Hearer(number)));
    }

    private void dropThought() {
        thoughts++;
        againAt = -1;
        thought.ifPresent(Brain.Thought::drop);
        thought = Optional.empty();
    }

    /** Brings what one thought tells to the session's thread, as long as somebody waits for it. */
    private final class Hearer implements Brain.Listener {

        private final long number;

        Hearer(long number) {
            this.number = number;
        }

        private void post(Runnable event) {
            studio.post(() -> {
                if (number == thoughts) {
                    event.run();
                }
            });
        }

        @Override
        public void says(String text) {
            post(() -> say(text));
        }

        @Override
        public void calls(String tool, String arguments) {
            post(() -> calling(tool, arguments));
        }

        @Override
        public void done() {
            post(CascadeProtocol.this::done);
        }

        @Override
        public void failed(BrainFault fault) {
            post(() -> fault(fault));
        }
    }

    private void begins() {
        if (!begun) {
            begun = true;
            studio.metric("brain_ms", studio.now() - askedAt);
        }
    }

    private void say(String text) {
        begins();
        if (mouth.say(text)) {
            history.agent(text);
        } else {
            dropThought();
            done();
        }
    }

    private void calling(String tool, String arguments) {
        begins();
        String id = "c" + ++calls;
        history.calls(id, tool, arguments);
        doing.add(id);
        studio.toolCall(id, tool, arguments);
        if (tool.equals(ToolCall.END_CALL) && studio.isEnding()) {
            doing.remove(id); // there is no answer, and nothing to be said to it
        }
    }

    private void done() {
        thought = Optional.empty();
        mouth.end();
        afterTools();
    }

    /** What was begun is said to its end; otherwise it is tried again as long as the caller can be kept waiting. */
    private void fault(BrainFault fault) {
        thought = Optional.empty();
        if (studio.isEnding()) {
            mouth.end(); // the goodbye needs nobody to take the call over
            return;
        }
        if (begun) {
            studio.failed(AgentFailure.retriable(fault.code(), fault.detail()));
            mouth.end();
            afterTools();
            return;
        }
        long at = studio.now() + Math.max(fault.afterMs(), AGAIN_AFTER_MS);
        if (fault.again() && attempts < MOST_ATTEMPTS && at < askedAt + limits.patienceMs()) {
            studio.failed(AgentFailure.retriable(fault.code(), fault.detail()));
            againAt = at;
        } else {
            giveUp(AgentFailure.fatal(fault.code(), fault.detail()));
        }
    }

    private void giveUp(AgentFailure failure) {
        dropThought();
        mouth.drop();
        studio.failed(failure);
    }

    @Override
    public void toolResult(String callId, String result) {
        if (doing.remove(callId)) {
            results.put(callId, result);
            afterTools();
        }
    }

    /** All tools of the answer were done: the brain is told, and says what follows from it. */
    private void afterTools() {
        if (over || thought.isPresent() || !doing.isEmpty() || studio.isEnding() || results.isEmpty()) {
            return;
        }
        results.forEach(history::result);
        results.clear();
        unanswered.forEach(history::caller);
        unanswered.clear();
        if (++rounds > MOST_ROUNDS) {
            giveUp(AgentFailure.fatal("brain_loops", "The agent calls tools over and over."));
            return;
        }
        think();
    }

    @Override
    public void tick(long now) {
        if (studio.isEnding()) {
            return;
        }
        ear.tick(now);
        if (againAt >= 0 && now >= againAt) {
            ask();
        }
        if (begun || !isThinking()) {
            return;
        }
        if (now - askedAt >= limits.patienceMs()) {
            giveUp(AgentFailure.fatal("brain_slow", "No answer came within " + limits.patienceMs() + " ms."));
        } else if (!filled
                && now - askedAt >= limits.fillerAfterMs()
                && !limits.filler().isEmpty()) {
            filled = true;
            studio.metric("fillers", 1);
            studio.say(limits.filler());
        }
    }

    private boolean isThinking() {
        return thought.isPresent() || againAt >= 0;
    }

    @Override
    public boolean isSpeaking() {
        return mouth.isBusy();
    }

    @Override
    public boolean isBusy() {
        return isThinking() || !doing.isEmpty() || mouth.isBusy() || ear.isBusy();
    }

    // What was heard

    @Override
    public void interrupted(String item, long playedMs) {
        if (mouth.isPresent(item)) {
            String whole = mouth.text();
            history.interrupted(whole, mouth.heard(playedMs));
            mouth.drop();
            if (doing.isEmpty() && results.isEmpty()) {
                dropThought();
            }
        }
    }

    @Override
    public void heard(String item) {
        // It stands in the history already.
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
        over = true;
        dropThought();
        mouth.drop();
        ear.flush(studio.now());
    }

    @Override
    public boolean isHearing() {
        return ear.isHearing();
    }
}
