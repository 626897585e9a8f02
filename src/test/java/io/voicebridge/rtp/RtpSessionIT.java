package io.voicebridge.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.voicebridge.rtp.codec.AudioCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    @CsvSource({"PCMU, 20", "PCMA, 20", "PCMU, 10", "PCMU, 30", "PCMA, 40", "PCMA, 50", "PCMU, 60", "G722, 20"})
    void carriesAToneBothWays(AudioCodec codec, int ptime) throws IOException {
        Tone low = new Tone(440);
        Tone high = new Tone(1000);
        RtpSession a = engine.open();
        RtpSession b = engine.open();
        a.start(parameters(b.localAddress(), codec, ptime), low);
        b.start(parameters(a.localAddress(), codec, ptime), high);

        await().atMost(Duration.ofSeconds(20)).until(() -> low.frames() > 60 && high.frames() > 60);

        low.awaitHearing(1000);
        high.awaitHearing(440);
        assertThat(a.statistics().lost()).isZero();
    }

    @Test
    void carriesDigitsInOrder() throws IOException {
        Tone customer = new Tone(440);
        Tone agent = new Tone(1000);
        RtpSession a = engine.open();
        RtpSession b = engine.open();
        a.start(parameters(b.localAddress(), AudioCodec.PCMU, 20), customer);
        b.start(parameters(a.localAddress(), AudioCodec.PCMU, 20), agent);

        "1190#".chars().forEach(digit -> a.sendDigit((char) digit));

        await().atMost(Duration.ofSeconds(20)).until(() -> agent.digits().length() >= 5);
        assertThat(agent.digits()).isEqualTo("1190#");
        await().until(() -> a.statistics().digitsSent() == 5);
        assertThat(b.statistics().digitsReceived()).isEqualTo(5);
    }

    /** The first report comes after one to three seconds. */
    @ParameterizedTest
    @ValueSource(strings = {"a port of its own", "the port of the audio"})
    void exchangesReportsOver(String port) throws IOException {
        RtpSession a = engine.open();
        RtpSession b = engine.open();
        a.start(reporting(b.localAddress(), port), new Tone(440));
        b.start(reporting(a.localAddress(), port), new Tone(440));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> a.statistics().rtcp().peer().isPresent()
                        && b.statistics().rtcp().peer().isPresent());

        assertThat(a.statistics().rtcp().peer().orElseThrow().lost()).isZero();
        assertThat(EModel.received(a.statistics()).orElseThrow()).isGreaterThan(4);
        a.close();
        await().until(() ->
                b.statistics().rtcp().received() > a.statistics().rtcp().sent()); // and goodbye
        assertThat(b.statistics().rtcp().refused()).isZero();
        assertThat(b.statistics().unusable()).isZero();
    }

    private static RtpParameters reporting(InetSocketAddress remote, String port) {
        RtpParameters usual = RtpParameters.of(remote, AudioCodec.PCMU);
        return port.equals("the port of the audio") ? usual.withControl(remote) : usual;
    }

    @Test
    void callsThePortNoMoreOnceClosed() throws Exception {
        Tone port = new Tone(440);
        RtpSession session = engine.open();
        session.start(parameters(session.localAddress(), AudioCodec.PCMU, 20), port);
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
                Duration.ZERO,
                SourceRule.STRICT))) {
            AtomicReference<Duration> silent = new AtomicReference<>();
            RtpSession session = impatient.open();
            session.start(
                    parameters(new InetSocketAddress("127.0.0.1", 9), AudioCodec.PCMU, 20),
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

    @Test
    void sendsNothingOnHoldAndGoesOnAfterwards() throws IOException {
        Tone agent = new Tone(440);
        RtpSession ours = engine.open();
        RtpSession theirs = engine.open();
        theirs.start(parameters(ours.localAddress(), AudioCodec.PCMU, 20), new Tone(1000));
        RtpParameters both = parameters(theirs.localAddress(), AudioCodec.PCMU, 20);
        ours.start(both, agent);
        await().until(() -> ours.statistics().packetsSent() > 5);

        ours.update(RtpParameters.of(new InetSocketAddress("0.0.0.0", 9), AudioCodec.PCMU)
                .with(Flow.RECEIVE_ONLY));
        long framesBefore = ours.statistics().frames();
        await().until(() -> ours.statistics().frames() > framesBefore + 10);
        long sent = ours.statistics().packetsSent();
        await().until(() -> ours.statistics().frames() > framesBefore + 30);
        assertThat(ours.statistics().packetsSent()).isEqualTo(sent);

        ours.update(both);
        await().until(() -> ours.statistics().packetsSent() > sent + 5);
        assertThat(agent.frames()).isGreaterThan(framesBefore + 30);
    }

    @Test
    void goesOnInSilenceWhenThePortFails() throws IOException {
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        RtpSession session = engine.open();
        AudioPort broken = new Tone(440) {
            @Override
            public void received(short[] frame, long sequence) {
                throw new IllegalStateException("broken on purpose");
            }
        };
        session.start(parameters(session.localAddress(), AudioCodec.PCMU, 20), broken, new MediaListener() {
            @Override
            public void failed(RuntimeException cause) {
                failure.set(cause);
            }
        });

        await().until(() -> session.statistics().packetsSent() > 10);
        assertThat(failure.get()).hasMessage("broken on purpose");
    }

    @Test
    void refusesMoreSessionsThanItHasRoomFor() throws IOException {
        InetAddress host = InetAddress.getLoopbackAddress();
        try (RtpEngine small = new RtpEngine(new RtpSettings(
                host, PortRange.ANY, Duration.ZERO, 1, 2, Duration.ofSeconds(20), Duration.ZERO, SourceRule.STRICT))) {
            small.open();
            RtpSession second = small.open();
            assertThatThrownBy(small::open).isInstanceOf(IOException.class).hasMessageContaining("All 2 RTP streams");

            second.close();
            await().until(() -> small.sessions() == 1);
            assertThat(small.open().localAddress().getPort() % 2).isZero();
        }
    }

    @Test
    void saysWhenNoPortIsFree() throws IOException {
        InetAddress host = InetAddress.getLoopbackAddress();
        try (RtpEngine narrow = new RtpEngine(RtpSettings.of(host, new PortRange(24_010, 24_013)))) {
            narrow.open();
            narrow.open().close();
            await().until(() -> narrow.sessions() == 1);

            assertThatThrownBy(narrow::open)
                    .isInstanceOf(IOException.class)
                    .hasMessage("No RTP port is free in 24010-24013: 1 in use, 1 rest after their calls");
        }
    }

    private static RtpParameters parameters(InetSocketAddress remote, AudioCodec codec, int ptime) {
        return RtpParameters.of(remote, codec).withPtime(ptime);
    }
}
