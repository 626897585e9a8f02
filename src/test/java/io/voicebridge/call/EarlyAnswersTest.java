package io.voicebridge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@Rfc(
        value = "6337, 2",
        says =
                "which description of a callee is the answer to our INVITE: the first reliable one of its dialog, else that of the 2xx; a 2xx without one is taken after an early one")
class EarlyAnswersTest {

    private static final byte[] NONE = {};
    private static final byte[] ONE = {1};
    private static final byte[] OTHER = {2};
    private static final String RELIABLE = "100rel";

    private final EarlyAnswers answers = new EarlyAnswers();

    private void comes(String tag, String require, byte[] sdp) {
        answers.add(new Response("<sip:x@y>;tag=" + tag, require, sdp));
    }

    @Test
    void isThatOfThe200() {
        assertThat(answers.answerOf("a", ONE)).isEqualTo(ONE);
    }

    @Test
    void isTheReliableOneWhateverThe200Holds() {
        comes("a", RELIABLE, ONE);
        assertThat(answers.answerOf("a", OTHER)).isEqualTo(ONE);
        assertThat(answers.answerOf("a", NONE)).isEqualTo(ONE);
        assertThat(answers.isReliable("a")).isTrue();
    }

    @Test
    void isThatOfThe200AfterOneThatWasNotReliable() {
        comes("a", "", ONE);
        assertThat(answers.answerOf("a", OTHER)).isEqualTo(OTHER);
        assertThat(answers.isReliable("a")).isFalse();
    }

    @Test
    void isTheEarlyOneIfThe200HasNone() {
        comes("a", "", ONE);
        assertThat(answers.answerOf("a", NONE)).isEqualTo(ONE);
    }

    @Test
    void isTheFirstOfTwo() {
        comes("a", RELIABLE, ONE);
        comes("a", RELIABLE, OTHER);
        assertThat(answers.answerOf("a", NONE)).isEqualTo(ONE);
    }

    @Test
    void isTheReliableOneOfTwo() {
        comes("a", "", ONE);
        comes("a", RELIABLE, OTHER);
        assertThat(answers.answerOf("a", NONE)).isEqualTo(OTHER);
    }

    @Test
    void isThatOfItsOwnDialog() {
        comes("a", RELIABLE, ONE);
        assertThat(answers.answerOf("b", OTHER)).isEqualTo(OTHER);
    }

    @Test
    void isRememberedForAFewForksOnly() {
        for (int i = 0; i < 100; i++) {
            comes("t" + i, RELIABLE, ONE);
        }
        assertThat(answers.isReliable("t15")).isTrue();
        assertThat(answers.isReliable("t16")).isFalse();
    }

    private record Response(String to, String require, byte[] sdp) implements SipResponse {

        @Override
        public int status() {
            return 183;
        }

        @Override
        public String reasonPhrase() {
            return "";
        }

        @Override
        public Optional<String> header(String name) {
            return switch (name) {
                case "To" -> Optional.of(to);
                case "Require" -> Optional.of(require).filter(tags -> !tags.isEmpty());
                case "RSeq" -> Optional.of("1");
                default -> Optional.empty();
            };
        }

        @Override
        public List<SipHeader> headers() {
            return List.of();
        }

        @Override
        public byte[] body() {
            return new String(sdp, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
