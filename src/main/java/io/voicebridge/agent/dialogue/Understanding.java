package io.voicebridge.agent.dialogue;

import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads what a caller said in the light of what was asked. The longest phrase wins; the text decides before the
 * recogniser's guess, and a guess decides only what the text leaves open.
 */
final class Understanding {

    /** What an utterance means here. */
    sealed interface Meaning {

        /** Something that may be said at any time. */
        record Said(Intent intent) implements Meaning {}

        /** One of the step's replies. */
        record Replied(Step.Reply reply) implements Meaning {}

        /** A free value: a number, a time, a text. */
        record Gave(String value, String spoken) implements Meaning {}

        record Yes() implements Meaning {}

        record No() implements Meaning {}

        record Nothing() implements Meaning {}
    }

    private static final Meaning NOTHING = new Meaning.Nothing();
    private static final int LONGEST_TEXT = 200;

    private final Dialogue dialogue;
    private final DialogueState state;

    Understanding(Dialogue dialogue, DialogueState state) {
        this.dialogue = dialogue;
        this.state = state;
    }

    Meaning of(UserTurn.Said said) {
        Words words = Words.of(said.text());
        Optional<Meaning> phrase = best(words);
        if (phrase.isPresent()) {
            return phrase.get();
        }
        Optional<Meaning> value = asked().flatMap(step -> value(step, words));
        if (value.isPresent()) {
            return value.get();
        }
        return said.expected().flatMap(text -> best(Words.of(text))).orElse(NOTHING);
    }

    /** What may be said before a question was put. */
    Meaning ofEarly(UserTurn.SaidEarly said) {
        Words words = Words.of(said.text());
        return intents(words)
                .max(Comparator.comparingInt(Candidate::weight))
                .map(Candidate::meaning)
                .orElse(NOTHING);
    }

    Meaning of(UserTurn.Pressed pressed) {
        String keys = pressed.keys();
        Optional<Step> step = asked();
        if (step.isPresent() && step.get().kind().isNumeric()) {
            return number(step.get(), Numbers.find(new Words(List.of(keys)))).orElse(NOTHING);
        }
        if (keys.length() != 1) {
            return NOTHING;
        }
        char key = keys.charAt(0);
        if (step.isEmpty() && (key == '1' || key == '2')) {
            return key == '1' ? new Meaning.Yes() : new Meaning.No();
        }
        Optional<Meaning> reply = step.stream()
                .flatMap(asked -> asked.replies().stream())
                .filter(r -> r.key().equals(Optional.of(key)))
                .<Meaning>map(Meaning.Replied::new)
                .findFirst();
        return reply.or(() -> dialogue.intents().stream()
                        .filter(intent -> intent.key().equals(Optional.of(key)))
                        .<Meaning>map(Meaning.Said::new)
                        .findFirst())
                .orElse(NOTHING);
    }

    boolean isReplyOrIntent(UserTurn.Said said) {
        return best(Words.of(said.text()))
                .or(() -> said.expected().flatMap(text -> best(Words.of(text))))
                .isPresent();
    }

    /** The number in a correction such as "no, three hundred". */
    Optional<Meaning> correction(Step step, UserTurn.Said said) {
        return step.kind() == Step.Kind.CHOICE || step.kind() == Step.Kind.TEXT
                ? Optional.empty()
                : value(step, Words.of(said.text()));
    }

    private record Candidate(Meaning meaning, int weight) {}

    /** The heaviest phrase; nothing if two that mean different things weigh the same. */
    private Optional<Meaning> best(Words words) {
        List<Candidate> candidates = new ArrayList<>(here(words));
        intents(words).forEach(candidates::add);
        Optional<Candidate> best = candidates.stream().max(Comparator.comparingInt(Candidate::weight));
        boolean torn = best.isPresent()
                && candidates.stream()
                        .anyMatch(c -> c.weight() == best.get().weight()
                                && !c.meaning().equals(best.get().meaning()));
        return torn ? firstSaid(words, candidates, best.get().weight()) : best.map(Candidate::meaning);
    }

    /** An objection to being called is never drowned by another phrase of the same length; the rest stays open. */
    private static Optional<Meaning> firstSaid(Words words, List<Candidate> candidates, int weight) {
        return candidates.stream()
                .filter(c -> c.weight() == weight)
                .map(Candidate::meaning)
                .filter(m -> m instanceof Meaning.Said said && said.intent().effect() instanceof Intent.Effect.OptOut)
                .findFirst();
    }

    private List<Candidate> here(Words words) {
        Optional<Step> step = asked();
        List<Candidate> candidates = new ArrayList<>();
        if (step.isPresent()) {
            step.get().replies().forEach(reply -> weigh(words, reply.phrases())
                    .ifPresent(weight -> candidates.add(new Candidate(new Meaning.Replied(reply), weight))));
        } else {
            weigh(words, Prompts.YES).ifPresent(w -> candidates.add(new Candidate(new Meaning.Yes(), w)));
            weigh(words, Prompts.NO).ifPresent(w -> candidates.add(new Candidate(new Meaning.No(), w)));
        }
        return candidates;
    }

    private java.util.stream.Stream<Candidate> intents(Words words) {
        return dialogue.intents().stream()
                // Once somebody answered a question, it is not a machine.
                .filter(intent -> !(intent.effect() instanceof Intent.Effect.Voicemail)
                        || state.slots().isEmpty())
                .flatMap(intent -> weigh(words, intent.phrases()).stream()
                        .map(weight -> new Candidate(new Meaning.Said(intent), weight)));
    }

    private static Optional<Integer> weigh(Words words, List<Phrase> phrases) {
        return phrases.stream()
                .map(phrase -> phrase.weight(words))
                .filter(w -> w > 0)
                .max(Integer::compare);
    }

    private Optional<Step> asked() {
        return state.position() instanceof DialogueState.Position.Asking asking
                ? Optional.of(dialogue.step(asking.step()))
                : Optional.empty();
    }

    private Optional<Meaning> value(Step step, Words words) {
        return switch (step.kind()) {
            case CHOICE -> Optional.empty();
            case AMOUNT -> number(step, Numbers.find(words).filter(found -> !Numbers.isInPassing(words, found)));
            case NUMBER -> number(step, Numbers.find(words));
            case TIME -> SpokenTime.find(words, state.setting().startedAt()).map(this::moment);
            case TEXT -> words.isEmpty() ? Optional.empty() : Optional.of(text(words));
        };
    }

    private static Optional<Meaning> number(Step step, Optional<BigDecimal> number) {
        return number.filter(step::accepts)
                .map(BigDecimal::stripTrailingZeros)
                .map(BigDecimal::toPlainString)
                .map(plain -> new Meaning.Gave(plain, plain));
    }

    private Meaning moment(SpokenTime time) {
        return new Meaning.Gave(
                time.at().toOffsetDateTime().format(DateTimeFormatter.ISO_OFFSET_DATE_TIME), time.spoken());
    }

    private static Meaning text(Words words) {
        String text = words.toString();
        String cut = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
        return new Meaning.Gave(cut, cut);
    }
}
