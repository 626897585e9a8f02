package io.voicebridge.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Carrier;
import io.voicebridge.rtp.codec.AudioCodec;
import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** G.722 that is handed from one call to another, on virtual time. */
class WideBandTest {

    private static final int FRAME = AudioPort.FRAME;
    private static final int SSRC = 7;

    private final Random random = new Random(722);
    private final Receiver receiver = new Receiver(SourceRule.LEARN_ONCE);
    private final Sender sender = new Sender(new SecureRandom());
    private final WideFrame wide = new WideFrame();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    WideBandTest() {
        receiver.configure(RtpParameters.of(Listening.PEER, AudioCodec.G722));
        sender.configure(RtpParameters.of(Listening.PEER, AudioCodec.G722));
    }

    private byte[] codes(int samples) {
        byte[] codes = new byte[samples];
        random.nextBytes(codes);
        return codes;
    }

    private void hears(int number, byte[] codes, int type) {
        byte[] packet = Listening.packet(type, false, number, number * codes.length, SSRC, codes);
        assertThat(receiver.accept(Listening.PEER, packet, packet.length, number * 20_000_000L, digit -> {}))
                .isTrue();
    }

    private boolean plays() {
        short[] frame = new short[FRAME];
        receiver.take(frame, wide, digit -> {});
        sender.send(frame, wide, (packet, length) -> {
            sent.write(packet, RtpHeader.SIZE, length - RtpHeader.SIZE);
            return true;
        });
        return !wide.isEmpty();
    }

    @Carrier(value = "any with G.722", says = "it goes from one call to another as it came, with the whole of its band")
    @ParameterizedTest
    @ValueSource(ints = {80, 160, 240, 320})
    void goesOnAsItCame(int packet) {
        byte[] all = codes(480 * 4);
        int packets = all.length / packet;
        for (int i = 0; i < packets; i++) {
            hears(i, Arrays.copyOfRange(all, i * packet, (i + 1) * packet), 9);
        }
        for (int i = 0; i < 2 + all.length / FRAME; i++) {
            plays();
        }

        // The first frame behind the delay is coded anew, as after each gap.
        byte[] behindTheDelay = Arrays.copyOfRange(sent.toByteArray(), 3 * FRAME, 2 * FRAME + all.length);
        assertThat(behindTheDelay).isEqualTo(Arrays.copyOfRange(all, FRAME, all.length));
    }

    /** Whether each frame to come has codes. */
    private List<Boolean> plays(int frames) {
        return Stream.generate(this::plays).limit(frames).toList();
    }

    @Test
    void hasNoCodesWhereAPacketIsMissing() {
        for (int number : new int[] {0, 1, 3, 4}) {
            hears(number, codes(FRAME), 9);
        }

        assertThat(plays(7)).containsExactly(false, false, false, true, false, false, true);
    }

    @Test
    void hasNoCodesOfOtherCodecs() {
        hears(0, codes(FRAME), 9);
        hears(1, codes(FRAME), 9);
        hears(2, codes(FRAME), 0);
        hears(3, codes(FRAME), 9);

        assertThat(plays(6)).containsExactly(false, false, false, true, false, true);
    }

    @Test
    void isTheTelephoneBandToAPeerWithAnotherCodec() {
        sender.configure(RtpParameters.of(Listening.PEER, AudioCodec.PCMU));
        wide.set(codes(FRAME), 0);
        sender.send(new short[FRAME], wide, (packet, length) -> {
            sent.write(packet, RtpHeader.SIZE, length - RtpHeader.SIZE);
            return true;
        });

        assertThat(sent.toByteArray()).containsOnly((byte) 0xFF);
    }
}
