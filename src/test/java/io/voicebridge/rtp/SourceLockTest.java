package io.voicebridge.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SourceLockTest {

    private static final InetSocketAddress AGREED = new InetSocketAddress("198.51.100.7", 4000);
    private static final InetSocketAddress BEHIND_NAT = new InetSocketAddress("203.0.113.9", 61_000);
    private static final InetSocketAddress STRANGER = new InetSocketAddress("192.0.2.66", 1234);

    private final SourceLock lock = new SourceLock(SourceRule.LEARN_ONCE);

    @BeforeEach
    void agree() {
        lock.expect(AGREED, true);
    }

    @Test
    void takesTheAgreedAddressAtOnce() {
        assertThat(lock.accepts(AGREED, 1, 100)).isTrue();
        assertThat(lock.target()).isEqualTo(AGREED);
    }

    @Test
    void learnsAnotherSourceFromFivePacketsInARow() {
        for (int i = 0; i < 4; i++) {
            assertThat(lock.accepts(BEHIND_NAT, 1, 100 + i)).isFalse();
        }
        assertThat(lock.target()).isEqualTo(AGREED);

        assertThat(lock.accepts(BEHIND_NAT, 1, 104)).isTrue();
        assertThat(lock.target()).isEqualTo(BEHIND_NAT);
    }

    @Test
    void learnsNothingFromPacketsThatDoNotFollowOneAnother() {
        for (int i = 0; i < 100; i++) {
            assertThat(lock.accepts(STRANGER, 1, 100 + 7 * i)).isFalse();
        }
        assertThat(lock.target()).isEqualTo(AGREED);
    }

    @Test
    void learnsOnlyOnce() {
        learn(BEHIND_NAT);

        for (int i = 0; i < 100; i++) {
            assertThat(lock.accepts(STRANGER, 1, 100 + i)).isFalse();
        }
        assertThat(lock.target()).isEqualTo(BEHIND_NAT);
        assertThat(lock.refused()).isEqualTo(104);
    }

    @Test
    void refusesStrangersWhoUseTheRightSsrc() {
        lock.accepts(AGREED, 1, 100);

        assertThat(lock.accepts(STRANGER, 1, 101)).isFalse();
        assertThat(lock.target()).isEqualTo(AGREED);
    }

    @Test
    void putsAStrangerOutWhenTheAgreedAddressSpeaks() {
        learn(STRANGER);

        assertThat(lock.accepts(AGREED, 9, 500)).isTrue();
        assertThat(lock.target()).isEqualTo(AGREED);
        assertThat(lock.accepts(STRANGER, 1, 105)).isFalse();
    }

    @Test
    void strayPacketsDoNotKeepItFromLearning() {
        for (int i = 0; i < 4; i++) {
            lock.accepts(BEHIND_NAT, 1, 100 + i);
            lock.accepts(STRANGER, 2, 7);
        }

        assertThat(lock.accepts(BEHIND_NAT, 1, 104)).isTrue();
    }

    @Test
    void believesANewSsrcOfThePeerAfterThreePackets() {
        lock.accepts(AGREED, 1, 100);

        assertThat(lock.accepts(AGREED, 2, 7)).isFalse();
        assertThat(lock.accepts(AGREED, 2, 8)).isFalse();
        assertThat(lock.accepts(AGREED, 2, 9)).isTrue();
        assertThat(lock.ssrc()).isEqualTo(2);
    }

    @Test
    void forgedSsrcBetweenPacketsOfThePeerIsNeverBelieved() {
        lock.accepts(AGREED, 1, 100);

        for (int i = 1; i < 50; i++) {
            assertThat(lock.accepts(AGREED, 2, i)).isFalse();
            assertThat(lock.accepts(AGREED, 1, 100 + i)).isTrue();
        }
    }

    @Test
    void learnsAnewWhenTheAddressHasChanged() {
        learn(BEHIND_NAT);
        InetSocketAddress moved = new InetSocketAddress("198.51.100.8", 4002);

        lock.expect(moved, true);

        assertThat(lock.target()).isEqualTo(moved);
        assertThat(lock.accepts(BEHIND_NAT, 1, 200)).isFalse();
        assertThat(lock.accepts(moved, 3, 1)).isTrue();
    }

    @Test
    void keepsWhatItLearntWhenTheAddressIsTheSame() {
        learn(BEHIND_NAT);

        lock.expect(AGREED, true);

        assertThat(lock.target()).isEqualTo(BEHIND_NAT);
        assertThat(lock.accepts(BEHIND_NAT, 1, 200)).isTrue();
    }

    @Test
    void keepsWhatItLearntWhileOnHold() {
        learn(BEHIND_NAT);

        lock.expect(new InetSocketAddress("0.0.0.0", 4000), false);

        assertThat(lock.target()).isEqualTo(BEHIND_NAT);
    }

    @Test
    void strictRuleLearnsNothing() {
        SourceLock strict = new SourceLock(SourceRule.STRICT);
        strict.expect(AGREED, true);

        for (int i = 0; i < 20; i++) {
            assertThat(strict.accepts(BEHIND_NAT, 1, 100 + i)).isFalse();
        }
        assertThat(strict.accepts(AGREED, 1, 100)).isTrue();
    }

    private void learn(InetSocketAddress source) {
        for (int i = 0; i < 5; i++) {
            lock.accepts(source, 1, 100 + i);
        }
        assertThat(lock.target()).isEqualTo(source);
    }
}
