package io.voicebridge.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Mutations;
import io.voicebridge.conformance.TortureMessage;
import io.voicebridge.conformance.TortureMessages;
import io.voicebridge.sip.message.MessageLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** However a hostile stream is cut, the same comes out of it. */
class StreamFuzzTest {

    private static final List<byte[]> SEEDS =
            TortureMessages.all().map(TortureMessage::bytes).toList();
    private static final List<String> WORDS = List.of(
            "\r\n",
            "\r\n\r\n",
            "\r\n\r\n\r\n\r\n",
            "\n",
            "\r",
            "\0",
            "Content-Length: 0\r\n",
            "Content-Length: 3\r\n",
            "l: 5\r\n",
            "l: 65536\r\n",
            "l: 65537\r\n",
            "Content-Length : 1\r\n 2\r\n",
            "-1",
            "99999999999999999999");

    @Duty("Hostile input")
    @Test
    void framesTheSameHoweverItIsCut() {
        Mutations.tryAll(10_000, SEEDS, WORDS, StreamFuzzTest::examine);
    }

    private static void examine(byte[] input) {
        int piece = 1 + Math.floorMod(Arrays.hashCode(input), 97);
        assertThat(frames(input, piece)).isEqualTo(frames(input, input.length));
    }

    private static List<String> frames(byte[] input, int piece) {
        StreamFramer framer = new StreamFramer(MessageLimits.STANDARD);
        List<String> frames = new ArrayList<>();
        for (int at = 0; at < input.length; at += piece) {
            for (StreamFramer.Frame frame :
                    framer.feed(Arrays.copyOfRange(input, at, Math.min(input.length, at + piece)))) {
                if (frame instanceof StreamFramer.Frame.Message message) {
                    frames.add("message " + Arrays.hashCode(message.bytes()));
                } else if (frame instanceof StreamFramer.Frame.Broken broken) {
                    frames.add("broken " + broken.fault());
                } else {
                    frames.add("keep-alive");
                }
            }
        }
        return frames;
    }
}
