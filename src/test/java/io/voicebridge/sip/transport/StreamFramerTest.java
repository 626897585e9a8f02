package io.voicebridge.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.message.Fault;
import io.voicebridge.sip.message.MessageLimits;
import io.voicebridge.sip.transport.StreamFramer.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Wherever a stream is cut, the same messages come out. */
@Rfc(value = "3261, 18.3", says = "framing by Content-Length, at every split point; 400 and close without one")
class StreamFramerTest {

    private static final String FIRST = "OPTIONS sip:a@b SIP/2.0\r\nl: 5\r\nX: y\r\n\r\nhello";
    private static final String SECOND = "BYE sip:a@b SIP/2.0\r\nContent-Length : 0\r\n\r\n";
    private static final byte[] STREAM =
            ("\r\n\r\n" + FIRST + SECOND + "\r\n\r\n" + SECOND + "\r\n" + FIRST).getBytes(StandardCharsets.US_ASCII);
    private static final List<String> EXPECTED = List.of("ping", FIRST, SECOND, "ping", SECOND, FIRST);

    private static List<String> frames(StreamFramer framer, byte[]... chunks) {
        List<String> found = new ArrayList<>();
        for (byte[] chunk : chunks) {
            for (Frame frame : framer.feed(chunk)) {
                found.add(describe(frame));
            }
        }
        return found;
    }

    private static String describe(Frame frame) {
        if (frame instanceof Frame.Message message) {
            return new String(message.bytes(), StandardCharsets.US_ASCII);
        }
        return frame instanceof Frame.Broken broken ? broken.fault().name() : "ping";
    }

    private static StreamFramer framer() {
        return new StreamFramer(MessageLimits.STANDARD);
    }

    @Example
    void everySplitPointGivesTheSameMessages() {
        for (int i = 0; i <= STREAM.length; i++) {
            assertThat(frames(framer(), Arrays.copyOf(STREAM, i), Arrays.copyOfRange(STREAM, i, STREAM.length)))
                    .as("split at " + i)
                    .isEqualTo(EXPECTED);
        }
    }

    @Example
    void singleBytesGiveTheSameMessages() {
        byte[][] bytes = new byte[STREAM.length][];
        for (int i = 0; i < STREAM.length; i++) {
            bytes[i] = new byte[] {STREAM[i]};
        }
        assertThat(frames(framer(), bytes)).isEqualTo(EXPECTED);
    }

    @Property
    void anyPiecesGiveTheSameMessages(@ForAll Random random) {
        List<byte[]> pieces = new ArrayList<>();
        int at = 0;
        while (at < STREAM.length) {
            int to = Math.min(STREAM.length, at + 1 + random.nextInt(40));
            pieces.add(Arrays.copyOfRange(STREAM, at, to));
            at = to;
        }
        assertThat(frames(framer(), pieces.toArray(new byte[0][]))).isEqualTo(EXPECTED);
    }

    @Property
    void anyBytesAreBounded(@ForAll byte[] bytes, @ForAll Random random) {
        StreamFramer framer = framer();
        for (int i = 0; i < 20; i++) {
            framer.feed(bytes);
        }
        assertThat(framer.feed(new byte[0])).isEmpty();
    }

    @Duty(
            value = "Message limits",
            says = "header section, number of headers, body and connection are bounded; a slow sender is cut off")
    @Example
    void breaksOnAHeaderSectionAboveTheLimit() {
        byte[] endless =
                "INVITE sip:a@b SIP/2.0\r\nX: ".concat("a".repeat(64 * 1024)).getBytes(StandardCharsets.US_ASCII);
        assertThat(frames(framer(), endless)).containsExactly(Fault.HEADER_SECTION_TOO_LARGE.name());
    }

    @Example
    void breaksWithoutContentLengthOrWithTwo() {
        for (String length : List.of("", "l: 1\r\nl: 1\r\n", "l: x\r\n", "l: -1\r\n")) {
            byte[] message = ("BYE sip:a@b SIP/2.0\r\n" + length + "\r\n").getBytes(StandardCharsets.US_ASCII);
            assertThat(frames(framer(), message)).as(length).containsExactly(Fault.CONTENT_LENGTH.name());
        }
    }

    @Duty("Message limits")
    @Example
    void breaksOnABodyAboveTheLimit() {
        byte[] message = "BYE sip:a@b SIP/2.0\r\nl: 99999999\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThat(frames(framer(), message)).containsExactly(Fault.BODY_TOO_LARGE.name());
    }
}
