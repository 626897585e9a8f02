package io.voicebridge.rtp.srtp;

import static io.voicebridge.rtp.srtp.Peers.SSRC;
import static io.voicebridge.rtp.srtp.Peers.keys;
import static io.voicebridge.rtp.srtp.Peers.plain;
import static io.voicebridge.rtp.srtp.Peers.protect;
import static io.voicebridge.rtp.srtp.Peers.protectControl;
import static io.voicebridge.rtp.srtp.Peers.report;
import static io.voicebridge.rtp.srtp.Peers.unprotect;
import static io.voicebridge.rtp.srtp.Peers.unprotectControl;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Key 1 is what the sender begins with. */
class RekeyTest {

    private static final SrtpSuite SUITE = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
    private static final byte[] NO_IDENTIFIER = {};

    private final Peers peers = new Peers(SUITE);

    @Rfc(
            value = "4568, 7.1.4",
            says = "A re-INVITE may change the keys while audio goes on; what is on its way is taken")
    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void takesPacketsOfBothKeysUntilThePeerHasGoneOver(SrtpSuite suite) {
        Srtp sender = new Peers(SUITE).ours;
        Srtp receiver = new Peers(SUITE).theirs;
        assertThat(unprotect(receiver, protect(sender, plain(1)))).isEqualTo(plain(1));
        byte[] next = protect(sender, plain(2));
        byte[] onItsWay = protect(sender, plain(3));

        receiver.rekey(keys(suite, 11, 2, NO_IDENTIFIER));
        assertThat(unprotect(receiver, next)).isEqualTo(plain(2));
        sender.rekey(keys(suite, 2, 11, NO_IDENTIFIER));

        assertThat(unprotect(receiver, protect(sender, plain(4)))).isEqualTo(plain(4));
        assertThat(unprotect(receiver, onItsWay)).isEqualTo(plain(3));
    }

    @Test
    void givesUpTheKeyBeforeOnceThePeerHasGoneOver() {
        byte[] late = protect(peers.ours, plain(0));
        peers.theirs.rekey(keys(SUITE, 11, 2, NO_IDENTIFIER));
        peers.ours.rekey(keys(SUITE, 2, 11, NO_IDENTIFIER));

        for (int n = 1; n <= 100; n++) {
            assertThat(unprotect(peers.theirs, protect(peers.ours, plain(n)))).isEqualTo(plain(n));
        }

        assertThat(unprotect(peers.theirs, late)).isEmpty();
    }

    @Rfc(value = "3264, 8", says = "An offer that repeats the keys changes nothing: streams and replay lists go on")
    @Test
    void goesOnAsItIsWhenTheKeysAreRepeated() {
        byte[] wire = protect(peers.ours, plain(1));
        unprotect(peers.theirs, wire);

        peers.theirs.rekey(keys(SUITE, 1, 2, NO_IDENTIFIER));

        assertThat(peers.theirs.unprotect(wire, wire.length)).isEqualTo(Protection.REPLAYED);
    }

    @Rfc(value = "3711, 3.3.1", says = "A new master key does not set the rollover counter back")
    @Test
    void keepsTheRolloverCounterWithANewKey() {
        rollOver(peers.ours, peers.theirs);

        peers.theirs.rekey(keys(SUITE, 11, 2, NO_IDENTIFIER));
        peers.ours.rekey(keys(SUITE, 2, 11, NO_IDENTIFIER));

        assertThat(unprotect(peers.theirs, protect(peers.ours, plain(10)))).isEqualTo(plain(10));
    }

    @Test
    void keepsTheRolloverCounterWithANewKeyAtTheEndOfARound() {
        Srtp sender = peers.ours;
        unprotect(peers.theirs, protect(sender, plain(0xFFFF)));

        peers.theirs.rekey(keys(SUITE, 11, 2, NO_IDENTIFIER));
        sender.rekey(keys(SUITE, 2, 11, NO_IDENTIFIER));

        assertThat(unprotect(peers.theirs, protect(sender, plain(0)))).isEqualTo(plain(0));
    }

    @Test
    void understandsAPeerThatSetsItsRolloverCounterBackWithANewKey() {
        rollOver(peers.ours, peers.theirs);

        peers.theirs.rekey(keys(SUITE, 11, 2, NO_IDENTIFIER));
        Srtp forgetful = new Srtp(keys(SUITE, 2, 11, NO_IDENTIFIER));

        assertThat(unprotect(peers.theirs, protect(forgetful, plain(10)))).isEqualTo(plain(10));
        assertThat(unprotect(peers.theirs, protect(forgetful, plain(11)))).isEqualTo(plain(11));
    }

    @Test
    void keepsTheKeyUnderWhichPacketsComeWhenAnOfferIsFollowedByAnother() {
        unprotect(peers.theirs, protect(peers.ours, plain(1)));

        peers.theirs.rekey(keys(SUITE, 11, 2, NO_IDENTIFIER));
        peers.theirs.rekey(keys(SUITE, 12, 2, NO_IDENTIFIER));

        assertThat(unprotect(peers.theirs, protect(peers.ours, plain(2)))).isEqualTo(plain(2));
        peers.ours.rekey(keys(SUITE, 2, 12, NO_IDENTIFIER));
        assertThat(unprotect(peers.theirs, protect(peers.ours, plain(3)))).isEqualTo(plain(3));
    }

    @Rfc(value = "3711, 9.1", says = "No index is used twice with one key, also when a key comes back")
    @Test
    void usesNoIndexOfAKeyTwiceWhenItComesBack() {
        Srtp sender = peers.ours;
        byte[] first = protectControl(sender, report(SSRC, 1));
        byte[] audio = protect(sender, plain(1));

        sender.rekey(keys(SUITE, 2, 11, NO_IDENTIFIER));
        protect(sender, plain(2));
        sender.rekey(keys(SUITE, 2, 1, NO_IDENTIFIER));

        byte[] second = protectControl(sender, report(SSRC, 1));
        assertThat(second).isNotEqualTo(first);
        assertThat(unprotectControl(peers.theirs, first)).isEqualTo(report(SSRC, 1));
        assertThat(unprotectControl(peers.theirs, second)).isEqualTo(report(SSRC, 1));
        assertThat(unprotect(peers.theirs, audio)).isEqualTo(plain(1));
        assertThat(unprotect(peers.theirs, protect(sender, plain(3)))).isEqualTo(plain(3));
    }

    private static void rollOver(Srtp sender, Srtp receiver) {
        for (int n = 0; n < 66_000; n += 1_000) {
            assertThat(unprotect(receiver, protect(sender, plain(n & 0xFFFF)))).isNotEmpty();
        }
    }
}
