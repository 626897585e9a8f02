package io.voicebridge.speech;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpokenTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Yeah, it's $5,000.| yes it is 5000 dollars",
                "my budget is five thousand dollars| my budget is 5000 dollars",
                "Not interested, take me off your list.| not interested take me off your list",
                "I'm not the owner; don't call.| i am not the owner do not call",
                "3 p.m. tomorrow| 3 pm tomorrow",
                "three pm tomorrow| 3 pm tomorrow",
                "at 10pm| at 10 pm",
                "nine four one oh seven| 94107",
                "My zip code is 94107.| my zip code is 94107",
                "two hundred and fifty thousand| 250000",
                "a hundred and twenty five| 125",
                "twenty five| 25",
                "1.5 million dollars| 1500000 dollars",
                "$20k| 20000 dollars",
                "twenty twenty six| 20 26",
                "I can't, I won't| i can not i will not",
                "50%| 50 percent",
                "'quoted' words| quoted words",
                "a house and a dog| a house and a dog",
                "oh no| oh no",
                "...| ''",
            })
    void writesPlainly(String text, String plain) {
        assertThat(SpokenText.plain(text)).isEqualTo(plain);
    }

    @Property
    void plainTextStaysPlain(@ForAll String text) {
        String plain = SpokenText.plain(text);

        assertThat(plain).matches("[a-z0-9'. ]*");
    }
}
