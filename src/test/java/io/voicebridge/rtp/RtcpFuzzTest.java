package io.voicebridge.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Mutations;
import io.voicebridge.rtp.codec.AudioCodec;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever comes to an RTCP port, a session goes on, and its figures stay what figures can be. */
class RtcpFuzzTest {

    private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.1", 4001);

    private static final List<byte[]> SEEDS = List.of(
            hex("81c8000c" + "11223344" + "e8a1b2c3d4e5f607000000a00000003200001f40" + "55667788"
                    + "400000030001ff0000000010b2c3d4e500018000" + "81ca00031122334401027878" + "00000000"),
            hex("81c90007" + "11223344" + "55667788" + "40ffffff0001ff0000000010b2c3d4e500018000"),
            hex("80c90001" + "11223344" + "81cb0002" + "11223344" + "03627965"),
            hex("80c90001" + "11223344" + "80cf0002" + "11223344" + "00000000" + "81ce00021122334455667788"));

    private static final List<String> WORDS =
            List.of("\0", "\u00ff", "\u0080\u00c9\0\1", "\u00a1\u00cb\0\2", "\u009f\u00c8", "\u00ff\u00ff\u00ff\u00ff");

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @Duty("Hostile input")
    @Test
    void goesOnWhateverComes() {
        RtpParameters agreed = RtpParameters.of(new InetSocketAddress("192.0.2.1", 4000), AudioCodec.PCMU);
        Sender sender = new Sender(new SecureRandom());
        Receiver receiver = new Receiver(SourceRule.LEARN_ONCE);
        RtcpSession session = new RtcpSession(SourceRule.LEARN_ONCE, sender, receiver, new SecureRandom(), () -> 0);
        receiver.configure(agreed);
        sender.configure(agreed);
        session.configure(agreed);
        session.start(0);
        List<byte[]> seeds =
                SEEDS.stream().map(seed -> about(seed, sender.ssrc())).toList();
        long[] nanos = {0};
        Mutations.tryAll(50_000, seeds, WORDS, input -> {
            sender.send(new short[AudioPort.FRAME], new WideFrame(), (packet, length) -> true);
            byte[] packet = Arrays.copyOf(input, 2048);
            session.accept(PEER, packet, Math.min(input.length, 2048), nanos[0] += 20_000_000);
            session.tick(nanos[0] / 20_000_000, nanos[0], (report, length) -> true);
            RtcpStatistics counted = session.statistics();
            counted.peer().ifPresent(peer -> {
                assertThat(peer.lossShare()).isBetween(0.0, 1.0);
                assertThat(peer.lost()).isNotNegative();
                assertThat(peer.jitterMillis()).isNotNegative();
            });
            counted.roundTripMillis().ifPresent(millis -> assertThat(millis).isBetween(0.0, 10_000.0));
            assertThat(session.unheardNanos()).isNotNegative();
        });
        assertThat(session.statistics().received()).isGreaterThan(1000);
        assertThat(session.statistics().peer()).isPresent();
    }

    /** The seed, with our SSRC in the place of 55667788. */
    private static byte[] about(byte[] seed, int ssrc) {
        return hex(HexFormat.of()
                .formatHex(seed)
                .replace("55667788", HexFormat.of().toHexDigits(ssrc)));
    }
}
