package io.voicebridge.speech;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExpectedReplyTest {

    @Test
    void findsTheSameWords() {
        assertThat(find("Yeah.", "no", "yes")).contains("yes");
        assertThat(find("My budget is $5,000.", "my budget is five thousand dollars"))
                .contains("my budget is five thousand dollars");
    }

    @Test
    void findsAReplyThatBeginsTheText() {
        assertThat(find("Yes, I am the one who lives here.", "yes", "no")).contains("yes");
    }

    @Test
    void findsALongReplyInsideTheText() {
        assertThat(find("Look, please take me off your list, will you.", "take me off your list"))
                .contains("take me off your list");
    }

    @Test
    void prefersTheLongerOfTwoThatOverlap() {
        assertThat(find("I am not interested.", "interested", "not interested")).contains("not interested");
    }

    @Test
    void doesNotTakeAWordInPassingForTheReply() {
        assertThat(find("I think there is no problem with the roof", "no", "yes"))
                .isEmpty();
    }

    @Test
    void doesNotTurnANegationAround() {
        assertThat(find("not interested", "interested")).isEmpty();
    }

    @Test
    void doesNotChooseBetweenTwo() {
        assertThat(find("Yes call me tomorrow", "yes", "call me tomorrow")).isEmpty();
    }

    @Test
    void forgivesASlipOfTheRecognizer() {
        assertThat(find("Tak me off your list.", "take me off your list", "call me back"))
                .contains("take me off your list");
    }

    @Test
    void neverForgivesAnotherNumber() {
        assertThat(find("my budget is 50000 dollars", "my budget is 5000 dollars"))
                .isEmpty();
    }

    @Test
    void noWordsNoReply() {
        assertThat(find("...", "yes", "")).isEmpty();
        assertThat(find("yes")).isEmpty();
    }

    private static Optional<String> find(String text, String... expected) {
        return ExpectedReply.find(text, List.of(expected));
    }
}
