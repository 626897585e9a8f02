package io.voicebridge.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import io.voicebridge.sip.transport.Admission.Verdict;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class SourceBucketsTest {

    private static final long SECOND = 1_000_000_000L;

    private long now;
    private final SourceBuckets buckets = new SourceBuckets(10, 20, 3, () -> now);

    private static InetAddress source(int n) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) n});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private void take(int count) {
        for (int i = 0; i < count; i++) {
            buckets.take(source(1));
        }
    }

    @Duty(
            value = "Rate limit and flood",
            says =
                    "a bucket for each source and one for all, before parsing: 503 first, then silence; the table of sources is bounded")
    @Test
    void admitsTheBurstThenRefusesThenIsSilent() {
        for (int i = 0; i < 20; i++) {
            assertThat(buckets.take(source(1))).isEqualTo(Verdict.ADMIT);
        }
        for (int i = 0; i < 10; i++) {
            assertThat(buckets.take(source(1))).isEqualTo(Verdict.REFUSE);
        }
        assertThat(buckets.take(source(1))).isEqualTo(Verdict.IGNORE);
    }

    @Test
    void admitsAgainAtTheRate() {
        take(40);
        now += SECOND;
        assertThat(Collections.nCopies(11, 0).stream().map(i -> buckets.take(source(1))))
                .containsOnlyOnce(Verdict.REFUSE)
                .filteredOn(v -> v == Verdict.ADMIT)
                .hasSize(10);
    }

    @Duty("Rate limit and flood")
    @Test
    void staysSilentToASourceThatKeepsFlooding() {
        take(40);
        int refusals = 0;
        for (int i = 0; i < 10_000; i++) {
            now += SECOND / 1000;
            refusals += buckets.take(source(1)) == Verdict.REFUSE ? 1 : 0;
        }
        assertThat(refusals).as("one a second").isBetween(9, 11);
    }

    @Test
    void takesAnIpv6NetworkForOneSource() throws UnknownHostException {
        for (int i = 0; i < 40; i++) {
            buckets.take(ipv6(1, i));
        }
        assertThat(buckets.take(ipv6(1, 99))).isEqualTo(Verdict.IGNORE);
        assertThat(buckets.take(ipv6(2, 99))).isEqualTo(Verdict.ADMIT);
    }

    private static InetAddress ipv6(int network, int host) throws UnknownHostException {
        byte[] address = new byte[16];
        address[0] = 0x20;
        address[7] = (byte) network;
        address[15] = (byte) host;
        return InetAddress.getByAddress(address);
    }

    @Duty("Rate limit and flood")
    @Test
    void doesNotMakeOtherSourcesPay() {
        take(40);
        assertThat(buckets.take(source(2))).isEqualTo(Verdict.ADMIT);
    }

    @Duty("Rate limit and flood")
    @Test
    void remembersOnlySoManySources() {
        for (int i = 0; i < 200; i++) {
            buckets.take(source(i));
        }
        assertThat(buckets.sources()).isEqualTo(3);
    }

    @Test
    void admitsAllWhereThereIsNoLimit() {
        SourceBuckets open = new SourceBuckets(0, 0, 3, () -> now);
        assertThat(Collections.nCopies(1000, 0).stream().map(i -> open.take(source(1))))
                .containsOnly(Verdict.ADMIT);
        assertThat(open.sources()).isZero();
    }
}
