package io.voicebridge.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PcmWavTest {

    @Test
    void readsSamplesAndRate() throws Exception {
        PcmWav wav = PcmWav.read(wav(1, 16));

        assertThat(wav.rate()).isEqualTo(16000);
        assertThat(wav.samples()).containsExactly(1, -2, 3);
    }

    @Test
    void refusesStereoAndOtherDepths() {
        assertThatIOException().isThrownBy(() -> PcmWav.read(wav(2, 16))).withMessage("not 16-bit mono PCM");
        assertThatIOException().isThrownBy(() -> PcmWav.read(wav(1, 8)));
    }

    @Test
    void refusesACutFile() throws Exception {
        byte[] whole = wav(1, 16);

        assertThatIOException().isThrownBy(() -> PcmWav.read(Arrays.copyOf(whole, whole.length - 1)));
    }

    @Property
    void refusesRubbishWithoutFailing(@ForAll byte[] rubbish) {
        assertThatIOException().isThrownBy(() -> PcmWav.read(rubbish));
    }

    private static byte[] wav(int channels, int bits) {
        ByteBuffer out = ByteBuffer.allocate(50).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes()).putInt(42).put("WAVEfmt ".getBytes()).putInt(16);
        out.putShort((short) 1).putShort((short) channels).putInt(16000).putInt(32000);
        out.putShort((short) 2).putShort((short) bits).put("data".getBytes()).putInt(6);
        out.putShort((short) 1).putShort((short) -2).putShort((short) 3);
        return out.array();
    }
}
