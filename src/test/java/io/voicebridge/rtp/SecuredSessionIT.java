package io.voicebridge.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.RealPeer;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.rtp.codec.AudioCodec;
import io.voicebridge.rtp.srtp.Protection;
import io.voicebridge.rtp.srtp.Srtp;
import io.voicebridge.rtp.srtp.SrtpKeys;
import io.voicebridge.rtp.srtp.SrtpSuite;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real sockets on loopback: encrypted sessions with each other, and with strangers. */
@RealPeer("sockets")
class SecuredSessionIT {

    private static final SrtpSuite SUITE = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
    private static final byte[] NO_IDENTIFIER = {};

    private RtpEngine engine;
    private DatagramSocket peer;
    private DatagramSocket stranger;

    @BeforeAll
    static void load() {
        Srtp.load();
    }

    @BeforeEach
    void start() throws IOException {
        engine = new RtpEngine(RtpSettings.of(InetAddress.getLoopbackAddress(), PortRange.ANY));
        peer = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        stranger = new DatagramSocket(0, InetAddress.getByName("127.0.0.3"));
        stranger.setSoTimeout(200);
    }

    @AfterEach
    void stop() {
        engine.close();
        peer.close();
        stranger.close();
    }

    @ParameterizedTest
    @EnumSource(SrtpSuite.class)
    void carriesTonesAndDigitsBothWays(SrtpSuite suite) throws IOException {
        Tone low = new Tone(440);
        Tone high = new Tone(1000);
        RtpSession a = engine.open();
        RtpSession b = engine.open();
        a.start(parameters(b.localAddress(), suite, 1, 2), low);
        b.start(parameters(a.localAddress(), suite, 2, 1), high);
        a.sendDigit('7');

        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        low.frames() > 60 && high.frames() > 60 && high.digits().equals("7"));

        low.awaitHearing(1000);
        high.awaitHearing(440);
        assertThat(a.statistics().unauthentic()).isZero();
        assertThat(a.statistics().lost()).isZero();
    }

    @Rfc(value = "3711, 3.4")
    @Test
    void reportsAreEncryptedToo() throws IOException {
        RtpSession a = engine.open();
        RtpSession b = engine.open();
        a.start(parameters(b.localAddress(), SUITE, 1, 2), new Tone(440));
        b.start(parameters(a.localAddress(), SUITE, 2, 1), new Tone(1000));

        await().atMost(Duration.ofSeconds(20))
                .until(() -> a.statistics().rtcp().peer().isPresent());

        assertThat(a.statistics().rtcp().refused()).isZero();
    }

    @Rfc(value = "4568, 7.1.4")
    @Test
    void goesOverToOtherKeysWithoutAGap() throws IOException {
        Tone low = new Tone(440);
        Tone high = new Tone(1000);
        RtpSession a = engine.open();
        RtpSession b = engine.open();
        a.start(parameters(b.localAddress(), SUITE, 1, 2), low);
        b.start(parameters(a.localAddress(), SUITE, 2, 1), high);
        await().until(() -> low.frames() > 30);

        // As after a re-INVITE of b: b is ready for both of its keys, then a
        a.update(parameters(b.localAddress(), SrtpSuite.AEAD_AES_128_GCM, 3, 4));
        b.update(parameters(a.localAddress(), SrtpSuite.AEAD_AES_128_GCM, 4, 3));
        long then = low.frames();
        await().atMost(Duration.ofSeconds(20)).until(() -> low.frames() > then + 60);

        low.awaitHearing(1000);
        high.awaitHearing(440);
        assertThat(b.statistics().packetsReceived()).isGreaterThan(then + 30);
        assertThat(a.statistics().lost() + b.statistics().lost()).isLessThanOrEqualTo(2);
    }

    @Duty(
            value = "SRTP",
            says =
                    "A flood of packets with bad tags from the peer's own address, 20 for each good one, leaves the audio"
                            + " unbroken and is counted")
    @Test
    void aFloodOfBadTagsLeavesTheAudioUnbroken() throws IOException {
        Tone port = new Tone(440);
        RtpSession session = engine.open();
        session.start(parameters((InetSocketAddress) peer.getLocalSocketAddress(), SUITE, 1, 2), port);
        await().until(() -> session.statistics().frames() > 0);
        Srtp theirs = new Srtp(keys(SUITE, 2, 1));
        Random random = new Random(1);

        int good = 0;
        int bad = 20;
        long due = System.nanoTime();
        Tone voice = new Tone(1000);
        // Two seconds; more if this machine had the senders wait, until half a second came through as it was sent.
        boolean heard = false;
        for (int n = 0; n < 100 || n < 1_000 && !heard; n++, good++) {
            for (int i = 0; i < bad; i++) {
                byte[] junk = Listening.packet(n + random.nextInt(3), 160 * n, 1, new byte[170]);
                send(peer, session, junk, junk.length);
                due += 20_000_000 / bad;
                LockSupport.parkNanos(due - System.nanoTime());
            }
            byte[] packet = Arrays.copyOf(voicePacket(voice, n), 172 + Protection.OVERHEAD);
            send(peer, session, packet, theirs.protect(packet, 172));
            heard |= port.heardShareOf(1000) > 0.9;
        }

        int sent = good;
        await().until(() -> session.statistics().packetsReceived() == sent);
        assertThat(session.statistics().unauthentic() + session.statistics().replayed())
                .isGreaterThan(good * bad * 9 / 10);
        assertThat(session.statistics().lost()).isZero();
        assertThat(heard).isTrue();
    }

    @Duty(value = "SRTP", says = "A source is learnt only from packets that were made with the peer's key")
    @Test
    void learnsASourceOnlyFromAuthenticPackets() throws IOException {
        RtpSession session = engine.open();
        session.start(parameters((InetSocketAddress) peer.getLocalSocketAddress(), SUITE, 1, 2), new Tone(440));
        await().until(() -> session.statistics().frames() > 0);

        for (int n = 0; n < 100; n++) {
            byte[] plain = Listening.packet(n, 160 * n, 7, new byte[AudioPort.FRAME]);
            send(stranger, session, plain, plain.length);
        }
        await().until(() -> session.statistics().unauthentic() > 60);
        assertThat(hears(stranger)).isFalse();

        try (DatagramSocket behindNat = new DatagramSocket(0, InetAddress.getByName("127.0.0.4"))) {
            Srtp theirs = new Srtp(keys(SUITE, 2, 1));
            behindNat.setSoTimeout(2_000);
            for (int n = 0; n < 10; n++) {
                byte[] packet = Arrays.copyOf(
                        Listening.packet(n, 160 * n, 9, new byte[AudioPort.FRAME]), 172 + Protection.OVERHEAD);
                send(behindNat, session, packet, theirs.protect(packet, 172));
            }
            assertThat(hears(behindNat)).isTrue();
        }
    }

    private static byte[] voicePacket(Tone voice, int n) {
        short[] frame = new short[AudioPort.FRAME];
        voice.next(frame, n);
        byte[] payload = new byte[AudioPort.FRAME];
        AudioCodec.PCMU.encoder().encode(frame, 0, payload, 0, AudioPort.FRAME);
        return Listening.packet(n, 160 * n, 1, payload);
    }

    private static void send(DatagramSocket from, RtpSession to, byte[] packet, int length) throws IOException {
        from.send(new DatagramPacket(packet, length, to.localAddress()));
    }

    private static boolean hears(DatagramSocket socket) throws IOException {
        try {
            socket.receive(new DatagramPacket(new byte[2048], 2048));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static RtpParameters parameters(InetSocketAddress remote, SrtpSuite suite, int ours, int theirs) {
        return RtpParameters.of(remote, AudioCodec.PCMU).with(keys(suite, ours, theirs));
    }

    private static SrtpKeys keys(SrtpSuite suite, int ours, int theirs) {
        return new SrtpKeys(suite, key(suite, ours), key(suite, theirs), NO_IDENTIFIER);
    }

    private static byte[] key(SrtpSuite suite, int seed) {
        byte[] key = new byte[suite.keyAndSaltLength()];
        new Random(seed).nextBytes(key);
        return key;
    }
}
