package io.voicebridge.agent.dialogue;

import io.voicebridge.agent.prompt.PromptTemplate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A qualification dialogue as its author declared it: what is asked, what is understood, and which outcome follows.
 * {@code docs/dialogue.md} describes the format.
 *
 * <p>Immutable, and a pure state machine: {@link #begin} gives the first state, {@link #advance} the next one and what to do.
 * Nothing here reads a clock or touches anything outside.
 */
public final class Dialogue {

    /** The step name that stands for the end of the questions. */
    static final String END = "end";

    private final Line greeting;
    private final Line takeover;
    private final Map<String, Step> steps;
    private final List<Intent> intents;
    private final List<Rule> rules;
    private final Map<Outcome, Rule.Ending> endings;
    private final Map<Outcome, Line> closings;
    private final Limits limits;
    private final Optional<ZoneId> zone;

    Dialogue(
            Line greeting,
            Line takeover,
            Map<String, Step> steps,
            List<Intent> intents,
            List<Rule> rules,
            Map<Outcome, Rule.Ending> endings,
            Map<Outcome, Line> closings,
            Limits limits,
            Optional<ZoneId> zone) {
        this.greeting = greeting;
        this.takeover = takeover;
        this.steps = Collections.unmodifiableMap(steps);
        this.intents = List.copyOf(intents);
        this.rules = List.copyOf(rules);
        this.endings = Map.copyOf(endings);
        this.closings = Map.copyOf(closings);
        this.limits = limits;
        this.zone = zone;
    }

    /**
     * @param yaml at most 64 KB
     * @throws DialogueException with every fault found and its place
     */
    public static Dialogue parse(String yaml) {
        return new DialogueReader().read(yaml);
    }

    /** The greeting and the first question. */
    public Turn begin(DialogueState.Setting setting) {
        return new Flow(this).begin(setting);
    }

    /** A word of excuse and the first question, to a caller whom another agent has left in the middle of the call. */
    public Turn takeOver(DialogueState.Setting setting) {
        return new Flow(this).takeOver(setting);
    }

    /** What follows when {@code turn} comes in {@code state}. A closed conversation stays closed. */
    public Turn advance(DialogueState state, UserTurn turn) {
        return new Flow(this).advance(state, turn);
    }

    /** What the caller may answer now. */
    public Expectation expects(DialogueState state) {
        return Expectation.of(this, state);
    }

    /** True if an utterance is one of the expected replies, so that there is no need to wait for more of it. */
    public boolean isExpected(DialogueState state, UserTurn.Said said) {
        return new Understanding(this, state).isReplyOrIntent(said);
    }

    public Limits limits() {
        return limits;
    }

    /** The callers' time zone, for "tomorrow at five"; the server's own if the dialogue names none. */
    public Optional<ZoneId> zone() {
        return zone;
    }

    /** Every line that can be said, as a template, so that what is fixed in them can be rendered ahead. */
    public List<String> lines() {
        List<String> all = new ArrayList<>();
        allLines().forEach(line -> {
            all.add(line.say());
            line.otherwise().ifPresent(all::add);
        });
        steps.values().forEach(step -> all.add(Prompts.keys(step)));
        all.addAll(Prompts.fixed());
        return all;
    }

    /** Dynamic variables that lines, reasons and summaries refer to, in lower case; slots are not among them. */
    public Set<String> variables() {
        Set<String> names = new TreeSet<>();
        Stream<String> texts = Stream.concat(
                lines().stream(),
                endings()
                        .flatMap(e -> Stream.of(
                                e.reason(),
                                e.summary(),
                                e.transfer().map(Transfer::whisper).orElse(""))));
        texts.forEach(text -> names.addAll(PromptTemplate.of(text).variables()));
        names.removeAll(slots());
        return Collections.unmodifiableSet(names);
    }

    /** Names of the values that a conversation can learn, in lower case as templates compare them. */
    Set<String> slots() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        steps.values().forEach(step -> names.add(step.slot()));
        intents.forEach(intent -> {
            if (intent.effect() instanceof Intent.Effect.Note note) {
                names.add(note.slot());
            }
        });
        return names;
    }

    Line greeting() {
        return greeting;
    }

    Line takeover() {
        return takeover;
    }

    Map<String, Step> steps() {
        return steps;
    }

    Step step(String id) {
        return steps.get(id);
    }

    List<Intent> intents() {
        return intents;
    }

    List<Rule> rules() {
        return rules;
    }

    Rule.Ending ending(Outcome outcome) {
        return endings.get(outcome);
    }

    Optional<Line> closing(Rule.Ending ending) {
        return ending.closing().or(() -> Optional.ofNullable(closings.get(ending.outcome())));
    }

    private Stream<Rule.Ending> endings() {
        return Stream.concat(rules.stream().map(Rule::ending), endings.values().stream());
    }

    private Stream<Line> allLines() {
        Stream<Line> asked = steps.values().stream().flatMap(step -> Stream.of(
                        Stream.of(step.ask()),
                        step.askKeys().stream(),
                        step.reprompts().stream(),
                        step.confirm().stream())
                .flatMap(lines -> lines));
        Stream<Line> confirmed = intents.stream()
                .filter(intent -> intent.effect() instanceof Intent.Effect.OptOut)
                .map(intent -> ((Intent.Effect.OptOut) intent.effect()).confirm());
        Stream<Line> closed =
                Stream.concat(closings.values().stream(), endings().flatMap(e -> e.closing().stream()));
        return Stream.of(Stream.of(greeting, takeover), asked, confirmed, closed)
                .flatMap(lines -> lines);
    }
}
