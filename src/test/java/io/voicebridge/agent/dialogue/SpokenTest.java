package io.voicebridge.agent.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words, numbers and times as a recogniser writes them. */
class SpokenTest {

    private static final ZonedDateTime MONDAY_NOON = ZonedDateTime.parse("2026-11-23T12:00:00-07:00");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "I don't own it.|i do not own it",
                "That's right!|that is right",
                "Um, $1,250.|1250 dollars",
                "At 5 p.m. please|at 5 pm please",
                "Tomorrow, 5pm|tomorrow 5 pm",
                "I can't|i can not",
                "five p. M..|five pm",
                "It’s 3:30|it is 3:30",
                "...|''"
            })
    void readsPlainWords(String written, String words) {
        assertThat(Words.of(written)).hasToString(words);
    }

    @ParameterizedTest
    @CsvSource({
        "240,240",
        "about $240 a month,240",
        "two hundred and forty dollars,240",
        "two forty,240",
        "two forty five,245",
        "forty two,42",
        "a hundred,100",
        "twelve hundred,1200",
        "twelve fifty,1250",
        "five thousand two hundred,5200",
        "$1250.50,1250.50",
        "I pay 90 dollars for 2 houses,90",
        "three hundred bucks,300"
    })
    void findsNumbers(String text, String number) {
        assertThat(Numbers.find(Words.of(text))).contains(new BigDecimal(number));
    }

    @ParameterizedTest
    @CsvSource({"I have no idea", "a lot", "and"})
    void findsNoNumber(String text) {
        assertThat(Numbers.find(Words.of(text))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "tomorrow at 5 p.m.,2026-11-24T17:00-07:00",
        "tomorrow at five,2026-11-24T17:00-07:00",
        "after five,2026-11-23T17:00-07:00",
        "tomorrow morning,2026-11-24T10:00-07:00",
        "Friday afternoon,2026-11-27T14:00-07:00",
        "Monday at 9 a.m.,2026-11-30T09:00-07:00",
        "in two hours,2026-11-23T14:00-07:00",
        "at 10,2026-11-24T10:00-07:00",
        "tonight,2026-11-23T18:00-07:00",
        "at five thirty today,2026-11-23T17:30-07:00",
        "next week,2026-11-30T10:00-07:00"
    })
    void findsTimes(String text, String at) {
        assertThat(SpokenTime.find(Words.of(text), MONDAY_NOON).map(SpokenTime::at))
                .contains(ZonedDateTime.parse(at));
    }

    @Test
    void aWordThatIsWrittenAsTwoIsOne() {
        assertThat(Words.of("Can I talk to some one to-morrow?").list())
                .containsExactly("can", "i", "talk", "to", "someone", "tomorrow");
    }

    @Test
    void findsNoTimeInOtherTalk() {
        assertThat(SpokenTime.find(Words.of("I have two dogs and one cat"), MONDAY_NOON))
                .isEmpty();
    }

    @Test
    void doesNotGuessHourThatWasNotUnderstood() {
        assertThat(SpokenTime.find(Words.of("tomorrow at fire"), MONDAY_NOON)).isEmpty();
    }

    @Test
    void speaksTimesBack() {
        assertThat(SpokenTime.find(Words.of("at 5:30 tomorrow"), MONDAY_NOON).map(SpokenTime::spoken))
                .isEqualTo(Optional.of("tomorrow at 5:30 PM"));
    }

    @ParameterizedTest
    @CsvSource({
        "own it,I do not own it,0",
        "own it,yes I own it,2",
        "no,I have no idea,0",
        "no,No I rent,1",
        "I rent,No I rent,2",
        "I do,I do not,0",
        "sure,I am not sure,0",
        "take me off your list,please take me off your list now,5"
    })
    void weighsPhrases(String phrase, String utterance, int weight) {
        assertThat(Phrase.of(phrase).weight(Words.of(utterance))).isEqualTo(weight);
    }
}
