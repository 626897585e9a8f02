package io.voicebridge.speech;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ClausesTest {

    @Test
    void cutsAtMarksWhereASpeakerBreathes() {
        assertThat(Clauses.split("Hello, this is the solar team. Are you the owner of the house?"))
                .containsExactly("Hello, this is the solar team.", "Are you the owner of the house?");
    }

    @Test
    void doesNotCutShortBeginnings() {
        assertThat(Clauses.split("Yes, of course.")).containsExactly("Yes, of course.");
    }

    @Test
    void keepsAbbreviationsTogether() {
        assertThat(Clauses.split("We will call Mr. Brown at 3 p.m. on Monday."))
                .containsExactly("We will call Mr. Brown at 3 p.m. on Monday.");
    }

    @Test
    void cutsEndlessTextAtABlank() {
        assertThat(Clauses.split("word ".repeat(100))).allMatch(clause -> clause.length() <= 160);
    }

    @Test
    void blankTextHasNoClause() {
        assertThat(Clauses.split("  \n ")).isEmpty();
    }

    @Property
    void losesNoWord(@ForAll String text) {
        assertThat(String.join(" ", Clauses.split(text)))
                .isEqualTo(String.join(" ", text.strip().split("\\s+")));
    }
}
