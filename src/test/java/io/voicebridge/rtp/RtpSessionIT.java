package io.voicebridge.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.rtp.codec.G711;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real sockets on loopback: two sessions that talk to each other. */
class RtpSessionIT {

    private RtpEngine engine;

    @BeforeEach
    void start() throws IOException {
        engine = new RtpEngine(RtpSettings.of(InetAddress.getLoopbackAddress(), PortRange.ANY));
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({"PCMU, 20", "PCMA, 20", "PCMU, 10", "PCMA, 40", "PCMU, 60"})
    void carriesAToneBothWays(G711 codec, int ptime) throws IOException {
        Tone low = new Tone(440);
        Tone high = new Tone(1000);
        RtpSession a = engine.open();
        RtpSession b = engine.open();
        a.start(parameters(b.localAddress(), codec, ptime), low);
        b.start(parameters(a.localAddress(), codec, ptime), high);

        await().atMost(Duration.ofSeconds(20)).until(() -> low.frames() > 60 && high.frames() > 60);

        assertThat(low.heardShareOf(1000)).isGreaterThan(0.95);
        assertThat(high.heardShareOf(440)).isGreaterThan(0.95);
        assertThat(a.statistics().lost()).isZero();
    }

    @Test
    void carriesDigitsInOrder() throws IOException {
        Tone customer = new Tone(440);
        Tone agent = new Tone(1000);
        RtpSession a = engine.open();
        RtpSession b = engine.open();
        a.start(parameters(b.localAddress(), G711.PCMU, 20), customer);
        b.start(parameters(a.localAddress(), G711.PCMU, 20), agent);

        "1190#".chars().forEach(digit -> a.sendDigit((char) digit));

        await().atMost(Duration.ofSeconds(20)).until(() -> agent.digits().length() >= 5);
        assertThat(agent.digits()).isEqualTo("1190#");
        await().until(() -> a.statistics().digitsSent() == 5);
        assertThat(b.statistics().digitsReceived()).isEqualTo(5);
    }

    @Test
    void callsThePortNoMoreOnceClosed() throws Exception {
        Tone port = new Tone(440);
        RtpSession session = engine.open();
        session.start(parameters(session.localAddress(), G711.PCMU, 20), port);
        await().until(() -> port.frames() > 5);

        session.close();
        RtpStatistics last = session.closed().get(5, TimeUnit.SECONDS);

        assertThat(last.frames()).isEqualTo(port.frames());
        assertThat(engine.sessions()).isZero();
    }

    @Test
    void tellsOfAPeerThatIsSilent() throws IOException {
        try (RtpEngine impatient = new RtpEngine(new RtpSettings(
                InetAddress.getLoopbackAddress(),
                PortRange.ANY,
                Duration.ZERO,
                1,
                10,
                Duration.ofMillis(200),
                SourceRule.STRICT))) {
            java.util.concurrent.atomic.AtomicReference<Duration> silent =
                    new java.util.concurrent.atomic.AtomicReference<>();
            RtpSession session = impatient.open();
            session.start(
                    parameters(new InetSocketAddress("127.0.0.1", 9), G711.PCMU, 20),
                    new Tone(440),
                    new MediaListener() {
                        @Override
                        public void silent(Duration since) {
                            silent.set(since);
                        }
                    });

            await().until(() -> silent.get() != null);

            assertThat(silent.get()).isEqualTo(Duration.ofMillis(200));
        }
    }

    private static RtpParameters parameters(InetSocketAddress remote, G711 codec, int ptime) {
        return new RtpParameters(remote, codec, codec.payloadType(), ptime, OptionalInt.of(101), Flow.BOTH);
    }
}
