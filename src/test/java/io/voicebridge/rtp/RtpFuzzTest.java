package io.voicebridge.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Mutations;
import io.voicebridge.rtp.codec.AudioCodec;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever comes to an RTP port, a session goes on to play frames. */
class RtpFuzzTest {

    private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.1", 4000);

    /** A plain packet, one with CSRCs, extension and padding, and a digit. */
    private static final List<byte[]> SEEDS = List.of(
            hex("80000001000000a012345678" + "7f".repeat(160)),
            hex("b2000002000001401234567800000001000000020001000100000000" + "7f".repeat(30) + "00000004"),
            hex("80e50003000001e0123456780500" + "00a0" + "80e50004000001e012345678058a0320"));

    private static final List<String> WORDS =
            List.of("\0", "\u00ff", "\0\0\0\0", "\u00ff\u00ff\u00ff\u00ff", "\u0080\0\0\0", "\u00bf\u00ff", "\u0090\0");

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @Duty("Hostile input")
    @Test
    void playsOnWhateverComes() {
        Receiver receiver = new Receiver(SourceRule.LEARN_ONCE);
        receiver.configure(RtpParameters.of(PEER, AudioCodec.PCMU));
        short[] frame = new short[AudioPort.FRAME];
        long[] nanos = {0};
        Mutations.tryAll(50_000, SEEDS, WORDS, input -> {
            byte[] packet = java.util.Arrays.copyOf(input, 2048);
            receiver.accept(PEER, packet, Math.min(input.length, 2048), nanos[0] += 20_000_000, digit -> {});
            receiver.take(frame, new WideFrame(), digit -> {});
            assertThat(receiver.packets()).isNotNegative();
        });
    }
}
