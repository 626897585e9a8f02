package io.voicebridge.speech;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpellingTest {

    @Test
    void writesASentence() {
        assertThat(Spelling.variants("i am the owner")).containsExactly("I am the owner.");
    }

    @Test
    void writesAQuestion() {
        assertThat(Spelling.variants("who is this")).containsExactly("Who is this?");
    }

    @Test
    void keepsMarksThatAreThere() {
        assertThat(Spelling.variants("Not interested, take me off your list!"))
                .containsExactly("Not interested, take me off your list!");
    }

    @Test
    void writesSumsInFiguresToo() {
        assertThat(Spelling.variants("my budget is five thousand dollars"))
                .containsExactly("My budget is five thousand dollars.", "My budget is $5,000.");
    }

    @Test
    void writesTimesInFiguresToo() {
        assertThat(Spelling.variants("call me at three pm"))
                .containsExactly("Call me at three pm.", "Call me at 3 p.m.");
    }

    @Test
    void noWordNoSpelling() {
        assertThat(Spelling.variants(" ? ")).isEmpty();
    }
}
