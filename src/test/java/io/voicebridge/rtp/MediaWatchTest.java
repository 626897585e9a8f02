package io.voicebridge.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Duty;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames in place of time. */
class MediaWatchTest {

    private static final RtpSettings SETTINGS = RtpSettings.of(InetAddress.getLoopbackAddress(), PortRange.ANY);

    private final List<String> told = new ArrayList<>();
    private final MediaWatch watch = watch(Duration.ofSeconds(60));

    private MediaWatch watch(Duration lostAfter) {
        MediaWatch made = new MediaWatch(SETTINGS.withLostAfter(lostAfter), Runnable::run);
        made.start(new MediaListener() {
            @Override
            public void silent(Duration since) {
                told.add("silent " + since.toSeconds());
            }

            @Override
            public void unheard(Duration since) {
                told.add("unheard " + since.toSeconds());
            }

            @Override
            public void lost(Duration since) {
                told.add("lost " + since.toSeconds());
            }
        });
        return made;
    }

    private static void passes(MediaWatch watch, Flow flow, int seconds) {
        for (int frame = 0; frame < 50 * seconds; frame++) {
            watch.tick(flow);
        }
    }

    @Duty(
            value = "Dead peers",
            says = "a call whose peer sends neither audio nor reports is ended; RTCP alone keeps a held call alive")
    @Test
    void missesAPeerThatShouldSend() {
        passes(watch, Flow.BOTH, 59);
        assertThat(told).containsExactly("silent 20");

        passes(watch, Flow.BOTH, 100);
        assertThat(told).containsExactly("silent 20", "lost 60");
    }

    @Test
    void missesNobodyWhosePacketsCome() {
        for (int i = 0; i < 20; i++) {
            passes(watch, Flow.BOTH, 19);
            watch.packet();
        }

        assertThat(told).isEmpty();
    }

    @Duty("Dead peers")
    @Test
    void aPeerOnHoldThatNeverReportedIsNotMissed() {
        passes(watch, Flow.SEND_ONLY, 3600);
        passes(watch, Flow.NONE, 3600);

        assertThat(told).isEmpty();
    }

    @Duty("Dead peers")
    @Test
    void reportsAloneKeepAHeldCallAlive() {
        for (int i = 0; i < 720; i++) {
            watch.report(0);
            passes(watch, Flow.SEND_ONLY, 5);
        }
        assertThat(told).isEmpty();

        passes(watch, Flow.SEND_ONLY, 60);
        assertThat(told).containsExactly("lost 60");
    }

    @Test
    void aPeerThatReportsButDoesNotSpeakIsSilentAndNotLost() {
        for (int i = 0; i < 100; i++) {
            watch.report(0);
            passes(watch, Flow.BOTH, 5);
        }

        assertThat(told).containsExactly("silent 20");
    }

    @Test
    void givesAllTheTimeAgainAfterAHold() {
        passes(watch, Flow.BOTH, 50);
        watch.begin();
        passes(watch, Flow.SEND_ONLY, 300);
        watch.begin();
        passes(watch, Flow.BOTH, 50);

        assertThat(told).containsExactly("silent 20", "silent 20");
    }

    @Test
    void missesNobodyWithoutATimeout() {
        passes(watch(Duration.ZERO), Flow.BOTH, 7200);

        assertThat(told).containsExactly("silent 20");
    }

    @Test
    void tellsOnceThatThePeerHearsNothing() {
        watch.report(Duration.ofSeconds(15).toNanos());
        watch.report(Duration.ofSeconds(22).toNanos());
        watch.report(Duration.ofSeconds(27).toNanos());
        watch.report(0);
        watch.report(Duration.ofSeconds(21).toNanos());

        assertThat(told).containsExactly("unheard 22", "unheard 21");
    }
}
