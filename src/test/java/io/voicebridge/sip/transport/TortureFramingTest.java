package io.voicebridge.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.conformance.TortureMessage;
import io.voicebridge.conformance.TortureMessages;
import io.voicebridge.sip.message.MessageLimits;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cuts the torture messages out of a stream: split anywhere, and every one behind every other. */
class TortureFramingTest {

    static Stream<TortureMessage> all() {
        return TortureMessages.all();
    }

    private static List<String> frames(byte[]... chunks) {
        StreamFramer framer = new StreamFramer(MessageLimits.STANDARD);
        List<String> frames = new ArrayList<>();
        for (byte[] chunk : chunks) {
            for (StreamFramer.Frame frame : framer.feed(chunk)) {
                frames.add(words(frame));
            }
        }
        return frames;
    }

    /** What a broken frame holds depends on the pieces; its fault does not. */
    private static String words(StreamFramer.Frame frame) {
        if (frame instanceof StreamFramer.Frame.Message message) {
            return "message " + Arrays.hashCode(message.bytes());
        }
        return frame instanceof StreamFramer.Frame.Broken broken ? "broken " + broken.fault() : "keep-alive";
    }

    @Rfc("3261, 18.3")
    @ParameterizedTest
    @MethodSource("all")
    void isTheSameHoweverItIsSplit(TortureMessage message) {
        byte[] bytes = message.bytes();
        List<String> whole = frames(bytes);
        for (int cut = 1; cut < bytes.length; cut++) {
            assertThat(frames(Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length)))
                    .as("cut before byte %d", cut)
                    .isEqualTo(whole);
        }
    }

    @Test
    void isTheSameBehindAnyOther() {
        for (TortureMessage first : TortureMessages.all().toList()) {
            if (first.treatment().closes()) {
                continue;
            }
            for (TortureMessage second : TortureMessages.all().toList()) {
                ByteArrayOutputStream both = new ByteArrayOutputStream();
                both.writeBytes(first.bytes());
                both.writeBytes(second.bytes());
                List<String> expected = new ArrayList<>(frames(first.bytes()));
                expected.addAll(frames(second.bytes()));
                assertThat(frames(both.toByteArray()))
                        .as("%s, %s", first, second)
                        .isEqualTo(expected);
            }
        }
    }
}
