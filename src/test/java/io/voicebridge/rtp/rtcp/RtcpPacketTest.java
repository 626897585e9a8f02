package io.voicebridge.rtp.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we write is what we read, byte for byte as the RFC draws it; what is broken is not read. */
class RtcpPacketTest {

    private static final String SENDER_REPORT =
            "80c80006" + "11223344" + "e8a1b2c3d4e5f607" + "000000a0" + "00000032" + "00001f40";
    private static final String RECEIVER_REPORT = "80c90001" + "11223344";
    private static final String NAME = "81ca0004" + "11223344" + "0106" + "612b622f633d" + "00000000";
    private static final String BLOCK = "55667788" + "40000003" + "0001ff00" + "00000010" + "b2c3d4e5" + "00018000";

    private final RtcpWriter writer = new RtcpWriter(0x1122_3344, "a+b/c=", 32);
    private final List<String> said = new ArrayList<>();
    private final RtcpReader.Sink sink = new RtcpReader.Sink() {
        @Override
        public void senderReport(int ssrc, int ntpMiddle) {
            said.add("%08x sends at %08x".formatted(ssrc, ntpMiddle));
        }

        @Override
        public void block(int source, int fraction, int lost, int highest, int jitter, int lastReport, int delay) {
            said.add("of %08x lost %d/256 %d highest %d jitter %d last %08x delay %d"
                    .formatted(source, fraction, lost, highest, jitter, lastReport, delay));
        }

        @Override
        public void goodbye(int ssrc) {
            said.add("%08x leaves".formatted(ssrc));
        }
    };

    @Rfc(
            value = "3550, 6.4.1",
            says = "sender reports with blocks, the name and goodbye in one compound, byte for byte")
    @Test
    void writesACompoundAsTheRfcDrawsIt() {
        writer.senderReport(0xe8a1_b2c3_d4e5_f607L, 160, 50, 8000)
                .block(0x5566_7788, 64, 3, 0x1_ff00, 16, 0xb2c3_d4e5, 0x1_8000)
                .description()
                .goodbye();

        assertThat(written())
                .isEqualTo("81c8000c" + SENDER_REPORT.substring(8) + BLOCK + NAME + "81cb0001" + "11223344");
        assertThat(read(written()))
                .containsExactly(
                        "11223344 sends at b2c3d4e5",
                        "of 55667788 lost 64/256 3 highest 130816 jitter 16 last b2c3d4e5 delay 98304",
                        "11223344 leaves");
    }

    @Rfc(
            value = "3550, 6.1",
            says = "every compound begins with a report, empty if there is nothing to say, and has a name")
    @Test
    void writesAnEmptyReportOfOneWhoHeardNothing() {
        assertThat(hex(writer.receiverReport().description())).isEqualTo(RECEIVER_REPORT + NAME);
    }

    @Test
    void endsTheNameOnAWordWhateverItsLength() {
        for (int length = 0; length < 20; length++) {
            RtcpWriter named = new RtcpWriter(1, "x".repeat(length), 0);

            named.senderReport(1, 2, 3, 4)
                    .block(1, 2, 3, 4, 5, 6, 7)
                    .description()
                    .goodbye();

            assertThat(named.length() % 4).isZero();
            assertThat(RtcpReader.isCompound(named.packet(), named.length())).isTrue();
        }
    }

    @Rfc(
            value = "3550, A.2",
            says = "a compound that is not whole is not read: version, first packet, lengths, padding")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "80c90001",
                "80c9000111223",
                "40c9000111223344", // version 1
                "a0c9000111223344", // padding on the first
                "81ca000111223344", // a name first
                "80c9000211223344", // longer than the datagram
                "80c900011122334480", // half a header behind it
                "80c90001112233440000000000000000", // version 0 behind it
                "80c9000111223344a0ca00010000000480cb0000", // padding before the last
            })
    void readsNoCompoundThatIsBroken(String hex) {
        byte[] packet = HexFormat.of().parseHex(hex.length() % 2 == 0 ? hex : hex + "4");

        assertThat(RtcpReader.isCompound(packet, packet.length)).isFalse();
    }

    @Test
    void readsOnlyWhatIsThereOfAPacketThatClaimsMore() {
        assertThat(read("9fc9000111223344")).isEmpty(); // 31 blocks, none there
        assertThat(read("9fc90007" + "11223344" + BLOCK)).hasSize(1);
        assertThat(read("80c80001" + "11223344")).isEmpty(); // no sender info
        assertThat(read(RECEIVER_REPORT + "9fcb0001" + "11223344")).containsExactly("11223344 leaves");
    }

    @Test
    void passesOverWhatItDoesNotKnow() {
        String application = "80cc0003" + "11223344" + "6e616d65" + "00000000";
        String extended = "80cf0002" + "11223344" + "00000000";
        String feedback = "81ce0002" + "11223344" + "55667788";

        assertThat(read(RECEIVER_REPORT + application + extended + feedback + "81cb0001" + "00000007"))
                .containsExactly("00000007 leaves");
    }

    @Test
    void takesPaddingOffTheLastPacket() {
        String padded = "a1cb0002" + "11223344" + "00000004";

        assertThat(read(RECEIVER_REPORT + padded)).containsExactly("11223344 leaves");
        assertThat(read(RECEIVER_REPORT + padded.substring(0, 22) + "ff")).isEmpty();
    }

    @Rfc(value = "5761, 4", says = "on a shared port RTCP is told from RTP by its type")
    @ParameterizedTest
    @CsvSource({
        "80c8, true",
        "80c9, true",
        "80cf, true",
        "8000, false",
        "8080, false",
        "80e5, false",
        "8065, false",
        "c8, false"
    })
    void tellsRtcpFromRtp(String start, boolean control) {
        byte[] packet = HexFormat.of().parseHex(start + "0000");

        assertThat(RtcpReader.isControl(packet, packet.length)).isEqualTo(control);
    }

    @Property
    void readsBackWhatItWrote(
            @ForAll int source,
            @ForAll @IntRange(min = 0, max = 255) int fraction,
            @ForAll @IntRange(min = -0x80_0000, max = 0x7F_FFFF) int lost,
            @ForAll int highest,
            @ForAll int jitter) {
        RtcpWriter any = new RtcpWriter(source, "n", 0);
        any.receiverReport()
                .block(source, fraction, lost, highest, jitter, 1, 2)
                .description();
        said.clear();

        RtcpReader.read(any.packet(), any.length(), sink);

        assertThat(said)
                .containsExactly("of %08x lost %d/256 %d highest %d jitter %d last 00000001 delay 2"
                        .formatted(source, fraction, lost, highest, jitter));
    }

    @Rfc(value = "3550, 6.4.1", says = "the count of lost packets stays within its 24 bits")
    @ParameterizedTest
    @CsvSource({"99999999, 8388607", "-99999999, -8388608"})
    void clampsTheCountOfLostPackets(long lost, int written) {
        writer.receiverReport().block(1, 0, lost, 0, 0, 0, 0).description();

        assertThat(read(written())).first().asString().contains("lost 0/256 " + written + " ");
    }

    private List<String> read(String hex) {
        byte[] packet = HexFormat.of().parseHex(hex);
        assertThat(RtcpReader.isCompound(packet, packet.length)).isTrue();
        said.clear();
        RtcpReader.read(packet, packet.length, sink);
        return said;
    }

    private String written() {
        return hex(writer);
    }

    private static String hex(RtcpWriter compound) {
        return HexFormat.of().formatHex(Arrays.copyOf(compound.packet(), compound.length()));
    }
}
