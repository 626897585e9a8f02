package io.voicebridge.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.voicebridge.rtp.RtcpStatistics.PeerReport;
import io.voicebridge.rtp.codec.AudioCodec;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EModelTest {

    /** The first row is the best that G.107 gives a narrow-band call; the others are reckoned by hand from its clauses. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 4.41",
        "0, 100, 4.36",
        "0, 250, 3.99",
        "0.01, 100, 4.27",
        "0.05, 100, 3.82",
        "0.2, 100, 2.51",
        "1, 3000, 1.00"
    })
    void ratesLossAndDelay(double loss, double delay, double score) {
        assertThat(EModel.score(AudioCodec.PCMU, loss, delay)).isCloseTo(score, within(0.01));
    }

    @Test
    void ratesBothWaysOfACall() {
        RtcpStatistics rtcp =
                new RtcpStatistics(10, 10, 0, Optional.of(new PeerReport(100, 0.1, 3)), OptionalDouble.of(80));
        RtpStatistics counted = counted(1000, 0, rtcp);

        assertThat(EModel.received(counted).orElseThrow()).isCloseTo(4.36, within(0.01));
        assertThat(EModel.sent(counted).orElseThrow()).isLessThan(3.5);
    }

    @Test
    void countsWhatCameTooLateAsLost() {
        assertThat(EModel.received(counted(1000, 50, RtcpStatistics.NONE)).orElseThrow())
                .isLessThan(3.9);
    }

    @Test
    void saysNothingOfAWayThatNobodyHeard() {
        assertThat(EModel.received(counted(0, 0, RtcpStatistics.NONE))).isEmpty();
        assertThat(EModel.sent(counted(1000, 0, RtcpStatistics.NONE))).isEmpty();
    }

    private static RtpStatistics counted(long received, long late, RtcpStatistics rtcp) {
        return new RtpStatistics(
                1000, received, 0, 1000, 0, 0, 0, late, 0, 0, 0, 0, 0, 0, 2, 40, 0, 0, 0, AudioCodec.PCMU, rtcp);
    }
}
