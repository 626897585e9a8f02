package io.voicebridge.agent.hosted;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class HostedClockTest {

    private static final long OPENED = 10_000;

    private final HostedClock clock =
            new HostedClock(HostedSettings.read("{\"silence_s\":5,\"max_seconds\":60}", new ObjectMapper()), OPENED);

    private HostedClock.Due quietAt(long millis) {
        return clock.look(OPENED + millis, true, 0);
    }

    @Test
    void anAgentThatSaysItSpeaksHasASecondAndAHalfToBeHeard() {
        clock.agentSpeaks(OPENED + 1_000);

        assertThat(quietAt(2_499)).isEqualTo(HostedClock.Due.NOTHING);
        assertThat(quietAt(2_500)).isEqualTo(HostedClock.Due.SILENT_AGENT);
    }

    @Test
    void whatWasSentAheadIsHeardFirst() {
        clock.agentSpeaks(OPENED + 1_000);

        assertThat(clock.look(OPENED + 4_000, true, OPENED + 3_000)).isEqualTo(HostedClock.Due.NOTHING);
        assertThat(clock.look(OPENED + 4_500, true, OPENED + 3_000)).isEqualTo(HostedClock.Due.SILENT_AGENT);
    }

    @Test
    void nobodySpeakingIsAskedOnceAndThenSaidGoodbyeTo() {
        assertThat(quietAt(4_999)).isEqualTo(HostedClock.Due.NOTHING);
        assertThat(quietAt(5_000)).isEqualTo(HostedClock.Due.REPROMPT);
        assertThat(quietAt(9_999)).isEqualTo(HostedClock.Due.NOTHING);
        assertThat(quietAt(10_000)).isEqualTo(HostedClock.Due.GOODBYE);
    }

    @Test
    void aCallerWhoSpeaksBeginsTheSilenceAnew() {
        quietAt(5_000);
        clock.callerSpoke(OPENED + 7_000);

        assertThat(quietAt(11_999)).isEqualTo(HostedClock.Due.NOTHING);
        assertThat(quietAt(12_000)).isEqualTo(HostedClock.Due.REPROMPT);
    }

    @Test
    void aConversationHasAnEnd() {
        assertThat(clock.look(OPENED + 60_000, false, 0)).isEqualTo(HostedClock.Due.TIME_UP);
    }
}
