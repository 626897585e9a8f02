package io.voicebridge.agent.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A conversation on paper: what the caller says and what the dialogue does about it. */
final class Talk {

    static final Dialogue SOLAR = Dialogue.parse(demo());
    static final Map<String, String> ANN = Map.of("First_Name", "Ann", "city", "Denver");
    private static final ZonedDateTime MONDAY_NOON = ZonedDateTime.parse("2026-11-23T12:00:00-07:00[America/Denver]");

    final List<DialogueAction> all = new ArrayList<>();
    final Dialogue dialogue;
    DialogueState state;
    private List<DialogueAction> last = List.of();
    private int utterances;

    private Talk(Dialogue dialogue, Map<String, String> variables, boolean keysOnly) {
        this.dialogue = dialogue;
        take(dialogue.begin(new DialogueState.Setting(variables, MONDAY_NOON, keysOnly)));
    }

    static Talk with(Map<String, String> variables) {
        return new Talk(SOLAR, variables, false);
    }

    static Talk on(String yaml) {
        return new Talk(Dialogue.parse(yaml), Map.of(), false);
    }

    static Talk byKeys() {
        return new Talk(SOLAR, ANN, true);
    }

    static String demo() {
        try {
            return new YAMLMapper()
                    .readTree(Path.of("config/demo/agents/qualify-solar.yaml").toFile())
                    .path("dialogue")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Talk hears(String part) {
        assertThat(spoken()).contains(part);
        return this;
    }

    Talk says(String text) {
        return says(text, Optional.empty());
    }

    Talk says(String text, Optional<String> guess) {
        return turn(new UserTurn.Said("u" + ++utterances, text, guess, 0.9));
    }

    Talk saysEarly(String text) {
        return turn(new UserTurn.SaidEarly("u" + ++utterances, text));
    }

    Talk presses(String keys) {
        return turn(new UserTurn.Pressed("u" + ++utterances, keys));
    }

    Talk isSilent() {
        return turn(new UserTurn.Silence());
    }

    Talk hangsUp() {
        return turn(new UserTurn.Gone());
    }

    Talk turn(UserTurn turn) {
        take(dialogue.advance(state, turn));
        return this;
    }

    Talk checkpoints(Outcome outcome) {
        assertThat(commits(false)).last().extracting(Decision::outcome).isEqualTo(outcome);
        return this;
    }

    Decision endsAs(Outcome outcome) {
        assertThat(finals()).as("final commits").isNotEmpty();
        Decision decision = finals().get(finals().size() - 1);
        assertThat(decision.outcome()).isEqualTo(outcome);
        assertThat(state.isClosed()).isTrue();
        return decision;
    }

    Talk goesOn() {
        assertThat(state.isClosed()).isFalse();
        return this;
    }

    List<Decision> finals() {
        return commits(true);
    }

    boolean handsBack() {
        return all.stream().anyMatch(DialogueAction.End.class::isInstance);
    }

    String spoken() {
        return last.stream()
                .filter(DialogueAction.Say.class::isInstance)
                .map(action -> ((DialogueAction.Say) action).text())
                .reduce("", (a, b) -> a + " " + b);
    }

    private List<Decision> commits(boolean finals) {
        return all.stream()
                .filter(DialogueAction.Commit.class::isInstance)
                .map(DialogueAction.Commit.class::cast)
                .filter(commit -> commit.last() == finals)
                .map(DialogueAction.Commit::decision)
                .toList();
    }

    private void take(Turn turn) {
        state = turn.state();
        last = turn.actions();
        all.addAll(last);
    }
}
