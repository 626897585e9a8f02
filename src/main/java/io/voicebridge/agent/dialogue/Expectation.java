package io.voicebridge.agent.dialogue;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a caller may answer at one point.
 *
 * @param phrases the likeliest replies, for a recogniser; a few, since each costs it time
 * @param keys single keys that are an answer by themselves
 * @param keyString true if keys are collected into a number until {@code #}
 */
public record Expectation(List<String> phrases, Set<Character> keys, boolean keyString) {

    private static final int OF_A_REPLY = 4;
    private static final int OF_AN_INTENT = 2;
    private static final int OF_AN_OBJECTION = 4;
    private static final int PHRASES = 16;

    static Expectation of(Dialogue dialogue, DialogueState state) {
        Set<Character> keys = new LinkedHashSet<>();
        dialogue.intents().forEach(intent -> intent.key().ifPresent(keys::add));
        Stream<String> global = Stream.concat(
                dialogue.intents().stream().filter(Expectation::isObjection).flatMap(Expectation::ofObjection),
                dialogue.intents().stream().flatMap(intent -> first(intent.phrases(), OF_AN_INTENT)));
        DialogueState.Position position = state.position();
        if (position instanceof DialogueState.Position.Asking asking) {
            Step step = dialogue.step(asking.step());
            step.replies().forEach(reply -> reply.key().ifPresent(keys::add));
            Stream<String> replies = step.replies().stream().flatMap(reply -> first(reply.phrases(), OF_A_REPLY));
            return new Expectation(
                    Stream.concat(replies, global).distinct().limit(PHRASES).toList(),
                    Set.copyOf(keys),
                    step.kind().isNumeric());
        }
        if (position instanceof DialogueState.Position.Closed) {
            return new Expectation(List.of(), Set.of(), false);
        }
        keys.add('1');
        keys.add('2');
        Stream<String> yesNo = Stream.concat(first(Prompts.YES, OF_A_REPLY), first(Prompts.NO, OF_A_REPLY));
        return new Expectation(
                Stream.concat(yesNo, global).distinct().limit(PHRASES).toList(), Set.copyOf(keys), false);
    }

    private static boolean isObjection(Intent intent) {
        return intent.effect() instanceof Intent.Effect.OptOut;
    }

    /** Those that every dialogue knows: they differ most in how they sound. An objection must not be missed. */
    private static Stream<String> ofObjection(Intent intent) {
        return first(Prompts.OPT_OUT, OF_AN_OBJECTION);
    }

    private static Stream<String> first(List<Phrase> phrases, int count) {
        return phrases.stream().limit(count).map(Phrase::text);
    }
}
