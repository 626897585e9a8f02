package io.voicebridge.agent.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds whatever a caller does. */
class DialoguePropertyTest {

    @Property(tries = 500)
    void endsWithinItsTurns(@ForAll("turns") List<UserTurn> turns) {
        Talk talk = Talk.with(Talk.ANN);
        int counted = 0;
        for (int i = 0; counted <= Talk.SOLAR.limits().maxTurns() + 1; i++) {
            UserTurn turn = turns.isEmpty() ? new UserTurn.Silence() : turns.get(i % turns.size());
            counted++;
            talk.turn(turn instanceof UserTurn.SaidEarly early ? said(early) : turn);
        }
        assertThat(talk.state.isClosed()).isTrue();
    }

    @Property(tries = 500)
    void commitsOnceButForAnObjection(@ForAll("turns") List<UserTurn> turns) {
        Talk talk = play(turns);
        List<Outcome> finals = talk.finals().stream().map(Decision::outcome).toList();
        assertThat(finals).hasSizeBetween(1, 2);
        if (finals.size() == 2) {
            assertThat(finals.get(0)).isNotEqualTo(Outcome.DO_NOT_CALL);
            assertThat(finals.get(1)).isEqualTo(Outcome.DO_NOT_CALL);
        }
    }

    @Property(tries = 500)
    void objectionThatStandsDecides(@ForAll("turns") List<UserTurn> turns) {
        Talk talk = play(turns);
        if (talk.state.objected().isPresent()) {
            talk.endsAs(Outcome.DO_NOT_CALL);
        }
    }

    @Property(tries = 500)
    void qualifiesOnlyOnWhatTheCallerSaid(@ForAll("turns") List<UserTurn> turns) {
        Talk talk = play(turns);
        for (Decision decision : talk.finals()) {
            if (decision.outcome() == Outcome.QUALIFIED) {
                assertThat(decision.evidence().keySet()).contains("owns_home", "monthly_bill", "timing");
                assertThat(decision.evidence().values())
                        .allSatisfy(ids -> assertThat(ids).isNotEmpty());
            }
        }
    }

    private static Talk play(List<UserTurn> turns) {
        Talk talk = Talk.with(Talk.ANN);
        turns.forEach(talk::turn);
        return talk.hangsUp();
    }

    private static UserTurn.Said said(UserTurn.SaidEarly early) {
        return new UserTurn.Said(early.id(), early.text(), Optional.empty(), 1);
    }

    @Provide
    Arbitrary<List<UserTurn>> turns() {
        Arbitrary<String> lines = Arbitraries.of(
                "yes",
                "no",
                "no, I rent",
                "I own it",
                "240 dollars",
                "two hundred and forty",
                "ninety",
                "this year",
                "next year",
                "not interested",
                "take me off your list",
                "stop calling",
                "call me later",
                "tomorrow at five",
                "speak to a person",
                "goodbye",
                "say that again",
                "leave a message",
                "",
                "banana",
                "I do not know",
                "yes no");
        Arbitrary<UserTurn> said = lines.map(text -> new UserTurn.Said("u", text, Optional.<String>empty(), 0.8));
        Arbitrary<UserTurn> early = lines.map(text -> new UserTurn.SaidEarly("u", text));
        Arbitrary<UserTurn> keys =
                Arbitraries.of("1", "2", "3", "9", "0", "240", "*", "").map(k -> new UserTurn.Pressed("u", k));
        Arbitrary<UserTurn> silence = Arbitraries.just(new UserTurn.Silence());
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(8, said),
                        net.jqwik.api.Tuple.of(1, early),
                        net.jqwik.api.Tuple.of(2, keys),
                        net.jqwik.api.Tuple.of(1, silence))
                .list()
                .ofMaxSize(15);
    }
}
