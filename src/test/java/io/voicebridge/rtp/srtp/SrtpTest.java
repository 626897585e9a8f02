package io.voicebridge.rtp.srtp;

import static io.voicebridge.rtp.srtp.Peers.SSRC;
import static io.voicebridge.rtp.srtp.Peers.flipped;
import static io.voicebridge.rtp.srtp.Peers.keys;
import static io.voicebridge.rtp.srtp.Peers.plain;
import static io.voicebridge.rtp.srtp.Peers.protect;
import static io.voicebridge.rtp.srtp.Peers.unprotect;
import static io.voicebridge.rtp.srtp.Peers.withIdentifier;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Rfc;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpTest {

    private static final SrtpSuite SUITE = SrtpSuite.AES_CM_128_HMAC_SHA1_80;

    private final Peers peers = new Peers(SUITE);

    @Rfc(
            value = "3711, 3.3",
            says = "Six suites: AES-CM with 128 and 256 bits and tags of 80 and 32, AES-GCM with both keys")
    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void carriesPacketsBothWays(SrtpSuite suite) {
        Peers two = new Peers(suite);

        for (int n = 0; n < 200; n++) {
            byte[] there = protect(two.ours, plain(n));
            byte[] back = protect(two.theirs, plain(0x55667788, n));

            assertThat(unprotect(two.theirs, there)).isEqualTo(plain(n));
            assertThat(unprotect(two.ours, back)).isEqualTo(plain(0x55667788, n));
        }
    }

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void leavesNothingOfThePayloadReadable(SrtpSuite suite) {
        byte[] plain = plain(7);

        byte[] wire = protect(new Peers(suite).ours, plain);

        assertThat(wire).startsWith(java.util.Arrays.copyOf(plain, 12));
        long same = IntStream.range(12, plain.length)
                .filter(i -> wire[i] == plain[i])
                .count();
        assertThat(same).isLessThan(8);
    }

    @Duty(value = "SRTP", says = "A packet in which one bit was changed is refused and changes nothing")
    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void refusesAPacketWithAnyBitChangedAndTakesTheRightOneAfterwards(SrtpSuite suite) {
        Peers two = new Peers(suite);
        byte[] wire = protect(two.ours, plain(1));

        for (int bit = 0; bit < wire.length * 8; bit++) {
            assertThat(unprotect(two.theirs, flipped(wire, bit))).isEmpty();
        }

        assertThat(unprotect(two.theirs, wire)).isEqualTo(plain(1));
        assertThat(unprotect(two.theirs, protect(two.ours, plain(2)))).isEqualTo(plain(2));
    }

    @Test
    void refusesTheKeysOfAnother() {
        Srtp stranger = new Srtp(keys(SUITE, 50));

        byte[] packet = protect(stranger, plain(1));

        assertThat(peers.theirs.unprotect(packet, packet.length)).isEqualTo(Protection.NOT_AUTHENTIC);
    }

    @Duty(value = "SRTP", says = "A packet that comes again is dropped; the window is 64 packets wide")
    @Rfc(value = "3711, 3.3.2")
    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void takesEachPacketOnce(SrtpSuite suite) {
        Peers two = new Peers(suite);
        byte[] wire = protect(two.ours, plain(1));
        unprotect(two.theirs, wire);

        assertThat(two.theirs.unprotect(wire.clone(), wire.length)).isEqualTo(Protection.REPLAYED);
    }

    @Rfc(
            value = "3711, 3.3.2",
            says = "Packets up to 63 behind the youngest are taken, in any order; older ones are not")
    @Test
    void takesLatePacketsWithinTheWindow() {
        byte[][] wire = wire(100);
        unprotect(peers.theirs, wire[99]);

        assertThat(unprotect(peers.theirs, wire[36])).isEqualTo(plain(36));
        assertThat(peers.theirs.unprotect(wire[35].clone(), wire[35].length)).isEqualTo(Protection.REPLAYED);
        for (int n = 98; n > 36; n--) {
            assertThat(unprotect(peers.theirs, wire[n])).isEqualTo(plain(n));
        }
    }

    @Rfc(
            value = "3711, 3.3.1",
            says = "The rollover counter goes on when sequence numbers begin anew, whatever is lost there")
    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void goesOnThroughManyRoundsOfSequenceNumbersWithLossAndDisorder(SrtpSuite suite) {
        Peers two = new Peers(suite);
        Random random = new Random(3);
        int taken = 0;
        byte[] held = null;

        for (int n = 30_000; n < 30_000 + 3 * 65_536; n += 1 + random.nextInt(5) * random.nextInt(400)) {
            byte[] wire = protect(two.ours, plain(n & 0xFFFF));
            if (held == null && random.nextInt(4) == 0) {
                held = wire; // comes after its successor
                continue;
            }
            assertThat(unprotect(two.theirs, wire)).as("packet %d", n).isEqualTo(plain(n & 0xFFFF));
            if (held != null) {
                two.theirs.unprotect(held, held.length);
                held = null;
            }
            taken++;
        }
        assertThat(taken).isGreaterThan(200);
    }

    @Test
    void readsTheLastOfARoundAfterTheFirstOfTheNext() {
        byte[] last = protect(peers.ours, plain(0xFFFF));
        byte[] first = protect(peers.ours, plain(0));
        unprotect(peers.theirs, protect(new Peers(SUITE).ours, plain(0xFFFE)));

        assertThat(unprotect(peers.theirs, first)).isEqualTo(plain(0));
        assertThat(unprotect(peers.theirs, last)).isEqualTo(plain(0xFFFF));
    }

    @Rfc(
            value = "3711, 3.3.1",
            says = "A stream is understood also if all before its sequence numbers began anew was lost")
    @Test
    void readsAStreamOfWhichTheEndOfTheFirstRoundWasLost() {
        protect(peers.ours, plain(0xFFFF));

        assertThat(unprotect(peers.theirs, protect(peers.ours, plain(0)))).isEqualTo(plain(0));
        assertThat(unprotect(peers.theirs, protect(peers.ours, plain(1)))).isEqualTo(plain(1));
    }

    @Rfc(value = "3711, 3.1", says = "A master key identifier of the peer is looked at and taken out")
    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void takesPacketsWithTheMasterKeyIdentifierThatWasAgreedOn(SrtpSuite suite) {
        byte[] identifier = {0, 0, 1, 2};
        Srtp receiver = new Srtp(keys(suite, 1, 2, identifier));
        Srtp sender = new Srtp(keys(suite, 1));
        byte[] wire = protect(sender, plain(1));

        assertThat(unprotect(receiver, wire)).isEmpty();
        assertThat(unprotect(receiver, withIdentifier(wire, new byte[] {0, 0, 1, 3}, suite.tagBehindIdentifier())))
                .isEmpty();
        assertThat(unprotect(receiver, withIdentifier(wire, identifier, suite.tagBehindIdentifier())))
                .isEqualTo(plain(1));
    }

    @Test
    void aNewSsrcOfThePeerBeginsAStreamOfItsOwn() {
        unprotect(peers.theirs, protect(peers.ours, plain(60_000)));
        Srtp again = new Srtp(keys(SUITE, 1));

        assertThat(unprotect(peers.theirs, protect(again, plain(0x0A0B0C0D, 5))))
                .isEqualTo(plain(0x0A0B0C0D, 5));
        assertThat(unprotect(peers.theirs, protect(peers.ours, plain(60_001)))).isEqualTo(plain(60_001));
    }

    @Duty(value = "SRTP", says = "What was recorded of an earlier SSRC cannot be played back later")
    @Test
    void remembersWhatItHasTakenOfAnEarlierSsrc() {
        byte[] old = protect(peers.ours, plain(100));
        unprotect(peers.theirs, old);
        unprotect(peers.theirs, protect(new Srtp(keys(SUITE, 1)), plain(0x0A0B0C0D, 5)));

        assertThat(peers.theirs.unprotect(old, old.length)).isEqualTo(Protection.REPLAYED);
    }

    @Duty(
            value = "SRTP",
            says = "A flood of packets with invented SSRCs and tags leaves the stream of the peer as it is")
    @Test
    void takesThePeersPacketsBetweenThoseOfAFlood() {
        Random random = new Random(11);
        for (int n = 0; n < 100; n++) {
            for (int i = 0; i < 50; i++) {
                byte[] junk = plain(random.nextInt(), random.nextInt(65_536));
                assertThat(peers.theirs.unprotect(junk, junk.length)).isEqualTo(Protection.NOT_AUTHENTIC);
                byte[] forged = plain(SSRC, random.nextInt(65_536));
                assertThat(peers.theirs.unprotect(forged, forged.length)).isNegative();
            }
            assertThat(unprotect(peers.theirs, protect(peers.ours, plain(n)))).isEqualTo(plain(n));
        }
    }

    @Test
    void packetsThatAreShorterThanAnyAreRefused() {
        for (int length = 0; length < 40; length++) {
            assertThat(peers.theirs.unprotect(new byte[64], length)).isEqualTo(Protection.NOT_AUTHENTIC);
            assertThat(peers.theirs.unprotectControl(new byte[64], length)).isEqualTo(Protection.NOT_AUTHENTIC);
        }
    }

    @Test
    void whateverComesIsAnsweredWithoutAnException() {
        Random random = new Random(5);
        for (SrtpSuite suite : SrtpSuite.values()) {
            Srtp receiver = new Peers(suite).theirs;
            for (int i = 0; i < 5_000; i++) {
                byte[] junk = new byte[256];
                random.nextBytes(junk);
                assertThat(receiver.unprotect(junk, random.nextInt(256))).isNegative();
                assertThat(receiver.unprotectControl(junk, random.nextInt(256))).isNegative();
            }
        }
    }

    @Duty(value = "SRTP", says = "Keys are in no text, and nothing is encrypted once they were given back")
    @Test
    void showsNoKeyAndUsesNoneThatWasErased() {
        SrtpKeys keys = keys(SUITE, 1);
        Srtp srtp = new Srtp(keys);
        assertThat(keys).hasToString("SrtpKeys[AES_CM_128_HMAC_SHA1_80]");
        assertThat(keys.ours()).hasToString("MasterKey[AES_CM_128_HMAC_SHA1_80]");

        keys.close();
        srtp.close();

        assertThatThrownBy(() -> new Srtp(keys)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> srtp.protect(plain(1), 172)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesKeysOfAnotherLength() {
        assertThatThrownBy(() -> new SrtpKeys(SUITE, new byte[30], new byte[44], new byte[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("AES_CM_128_HMAC_SHA1_80 takes 30 bytes of key and salt, not 44");
    }

    private byte[][] wire(int packets) {
        byte[][] wire = new byte[packets][];
        for (int n = 0; n < packets; n++) {
            wire[n] = protect(peers.ours, plain(n));
        }
        return wire;
    }
}
