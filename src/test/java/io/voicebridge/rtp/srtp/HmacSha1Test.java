package io.voicebridge.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HmacSha1Test {

    @Rfc(value = "2202, 3", says = "HMAC-SHA1: the cases with keys of up to a block, each twice")
    @ParameterizedTest
    @CsvSource({
        "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, 4869205468657265, b617318655057264e28bc0b6fb378c8ef146be00",
        "4a656665, 7768617420646f2079612077616e7420666f72206e6f7468696e673f,"
                + "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
        "0102030405060708090a0b0c0d0e0f10111213141516171819,"
                + "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd,"
                + "4c9007f4026250c6bc8414f9bf50c86c2d7235da"
    })
    void makesTheTagsOfTheRfc(String key, String text, String tag) {
        HmacSha1 hmac = new HmacSha1(HexFormat.of().parseHex(key));
        byte[] bytes = HexFormat.of().parseHex(text);
        int before = bytes.length - Integer.BYTES;
        byte[] word = Arrays.copyOfRange(bytes, before, bytes.length);

        for (int time = 0; time < 2; time++) {
            assertThat(HexFormat.of().formatHex(hmac.of(bytes, before, word, Workspace.ofThisThread())))
                    .isEqualTo(tag);
        }
    }
}
