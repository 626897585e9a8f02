package io.voicebridge.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of the RFCs. Some start at the session keys; then a cipher is given those instead of derived ones. */
class SrtpVectorsTest {

    private static final String GALLIA =
            "8040f17b8041f8d35501a0b2" + "47616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573";
    private static final String REPORT =
            "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";
    private static final String QUID_PRO_QUO = "517569642070726f2071756f";

    @Rfc(value = "3711, B.3", says = "Session keys are derived from master key and salt")
    @Test
    void derivesTheSessionKeysOfRfc3711() throws GeneralSecurityException {
        derives(
                SrtpSuite.AES_CM_128_HMAC_SHA1_80,
                "e1f97a0d3e018be0d64fa32c06de4139" + "0ec675ad498afeebb6960b3aabe6",
                "c61e7a93744f39ee10734afe3ff7a087",
                "30cbbc08863d8c85d49db34a9ae1",
                "cebe321f6ff7716b6fd4ab49af256a156d38baa4");
    }

    @Rfc(value = "6188, 7.2", says = "AES-256 in counter mode: session keys")
    @Test
    void derivesTheSessionKeysOfRfc6188() throws GeneralSecurityException {
        derives(
                SrtpSuite.AES_256_CM_HMAC_SHA1_80,
                "f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6" + "3b04803de51ee7c96423ab5b78d2",
                "5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4",
                "fa31791685ca444a9e07c6c64e93",
                "fd9c32d39ed5fbb5a9dc96b30818454d1313dc05");
    }

    /** Our packet is what one gets who has the session keys and no SRTP (RFC 3711 section 4.1.1 and 4.2.1). */
    private static void derives(SrtpSuite suite, String master, String key, String salt, String authentication)
            throws GeneralSecurityException {
        byte[] plain = bytes("800f1234decafbadcafebabe" + "ab".repeat(160));
        byte[] iv = Arrays.copyOf(bytes(salt), 16);
        xor(iv, 4, bytes("cafebabe"));
        xor(iv, 12, bytes("1234"));
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(bytes(key), "AES"), new IvParameterSpec(iv));
        byte[] expected = Arrays.copyOf(plain, plain.length + 10);
        cipher.doFinal(plain, 12, 160, expected, 12);
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(bytes(authentication), "HmacSHA1"));
        mac.update(expected, 0, plain.length);
        mac.update(new byte[4]);
        System.arraycopy(mac.doFinal(), 0, expected, plain.length, 10);

        byte[] packet = Arrays.copyOf(plain, plain.length + Protection.OVERHEAD);
        int length =
                new Srtp(new SrtpKeys(suite, bytes(master), bytes(master), new byte[0])).protect(packet, plain.length);

        assertThat(hex(packet, length)).isEqualTo(hex(expected, expected.length));
    }

    @Rfc(value = "3711, B.2", says = "AES in counter mode makes the key stream of the RFC")
    @Test
    void makesTheKeyStreamOfRfc3711() throws GeneralSecurityException {
        assertThat(keyStream(SrtpSuite.AES_CM_128_HMAC_SHA1_80, "2b7e151628aed2a6abf7158809cf4f3c"))
                .isEqualTo("e03ead0935c95e80e166b16dd92b4eb4" + "d23513162b02d0f72a43a2fe4a5f97ab"
                        + "41e95b3bb0a2e8dd477901e4fca894c0");
    }

    @Rfc(value = "6188, 7.1", says = "AES-256 in counter mode makes the key stream of the RFC")
    @Test
    void makesTheKeyStreamOfRfc6188() throws GeneralSecurityException {
        assertThat(keyStream(
                        SrtpSuite.AES_256_CM_HMAC_SHA1_80,
                        "57f82fe3613fd170a85ec93c40b1f0922ec4cb0dc025b58272147cc438944a98"))
                .isEqualTo("92bdd28a93c3f52511c677d08b5515a4" + "9da71b2378a854f67050756ded165bac"
                        + "63c4868b7096d88421b563b8c94c9a31");
    }

    /** Zeros, encrypted: SSRC, rollover counter and sequence number are zero, too. */
    private static String keyStream(SrtpSuite suite, String key) {
        byte[] packet = new byte[12 + 48 + Protection.OVERHEAD];

        cipher(suite, StreamKind.RTP, key, "f0f1f2f3f4f5f6f7f8f9fafbfcfd").seal(packet, 12, 60, 0, 0);

        return HexFormat.of().formatHex(packet, 12, 60);
    }

    @Rfc(value = "7714, 16", says = "AES-GCM: RTP packets of the RFC, there and back")
    @ParameterizedTest
    @CsvSource({
        "AEAD_AES_128_GCM, 000102030405060708090a0b0c0d0e0f,"
                + "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833"
                + "899d7f27beb16a9152cf765ee4390cce",
        "AEAD_AES_256_GCM, 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f,"
                + "32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b"
                + "7aa3db36dfffd6b0f9bb7878d7a76c13"
    })
    void encryptsAndDecryptsThePacketOfRfc7714(SrtpSuite suite, String key, String encrypted) {
        byte[] packet = Arrays.copyOf(bytes(GALLIA), 50 + Protection.OVERHEAD);
        PacketCipher cipher = cipher(suite, StreamKind.RTP, key, QUID_PRO_QUO);
        int ssrc = Bytes.word(packet, 8);
        int sequence = Bytes.half(packet, 2);

        int length = cipher.seal(packet, 12, 50, ssrc, sequence);
        assertThat(hex(packet, length)).isEqualTo("8040f17b8041f8d35501a0b2" + encrypted);

        assertThat(cipher.open(packet, 12, length, 0, ssrc, sequence)).isEqualTo(50);
        assertThat(hex(packet, 50)).isEqualTo(GALLIA);
    }

    @Rfc(value = "7714, 17", says = "AES-GCM: an RTCP packet of the RFC, there and back")
    @ParameterizedTest
    @CsvSource({
        "AEAD_AES_128_GCM, 000102030405060708090a0b0c0d0e0f,"
                + "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded"
                + "0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4",
        "AEAD_AES_256_GCM, 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f,"
                + "81c8000d4d617273d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50a2eaa5c1110555be8415f658c61de047"
                + "6f1b6fad1d1eb30c4446839f57ff6f6cb26ac3be800005d4"
    })
    void decryptsAndEncryptsTheReportOfRfc7714(SrtpSuite suite, String key, String encrypted) {
        byte[] packet = Arrays.copyOf(bytes(encrypted), encrypted.length() / 2 + Protection.OVERHEAD);
        PacketCipher cipher = cipher(suite, StreamKind.RTCP, key, QUID_PRO_QUO);
        int ssrc = Bytes.word(packet, 4);

        assertThat(cipher.open(packet, 8, encrypted.length() / 2, 0, ssrc, 0x5d4))
                .isEqualTo(REPORT.length() / 2);
        assertThat(hex(packet, REPORT.length() / 2)).isEqualTo(REPORT);

        assertThat(cipher.seal(packet, 8, REPORT.length() / 2, ssrc, 0x5d4)).isEqualTo(encrypted.length() / 2);
        assertThat(hex(packet, encrypted.length() / 2)).isEqualTo(encrypted);
    }

    private static PacketCipher cipher(SrtpSuite suite, StreamKind kind, String key, String salt) {
        return suite.cipher(kind, new SessionKeys(bytes(key), new byte[20], bytes(salt)));
    }

    private static void xor(byte[] into, int at, byte[] other) {
        for (int i = 0; i < other.length; i++) {
            into[at + i] ^= other[i];
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes, int length) {
        return HexFormat.of().formatHex(bytes, 0, length);
    }
}
