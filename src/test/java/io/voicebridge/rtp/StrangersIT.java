package io.voicebridge.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.RealPeer;
import io.voicebridge.rtp.codec.AudioCodec;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real sockets on loopback: what somebody gets who sends RTP to a call that is not theirs (RTP bleed). */
@RealPeer("sockets")
class StrangersIT {

    private RtpEngine engine;
    private DatagramSocket peer;
    private DatagramSocket stranger;

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

    @Duty(
            value = "RTP bleed and injection",
            says = "who sprays the ports gets no packet and leaves no sound; the peer of the SDP takes its place back")
    @Test
    void getsNoPacketAndSpeaksNoWordInACallWithAPeer() throws IOException {
        Tone port = new Tone(440);
        RtpSession session = started(port);
        send(peer, session, 0, 1, (byte) 0xFF);
        await().until(() -> session.statistics().packetsReceived() == 1);

        for (int i = 1; i <= 100; i++) {
            send(stranger, session, i, 1, (byte) 0x90);
        }
        await().until(() -> session.statistics().refused() > 60);
        await().until(() -> port.frames() > 30);

        assertThat(hears(stranger)).isFalse();
        assertThat(session.statistics().packetsReceived()).isEqualTo(1);
        assertThat(port.heardPeak()).isZero();
    }

    @Duty("RTP bleed and injection")
    @Test
    void getsNothingForHeadersAloneWhileThePeerIsSilent() throws IOException {
        RtpSession session = started(new Tone(440));

        byte[] header = new byte[RtpHeader.SIZE];
        for (int i = 0; i < 100; i++) {
            RtpHeader.write(header, false, 0, i, 160 * i, 7);
            stranger.send(new DatagramPacket(header, header.length, session.localAddress()));
        }
        await().until(() -> session.statistics().unusable() > 60);

        assertThat(hears(stranger)).isFalse();
    }

    @Duty("RTP bleed and injection")
    @Test
    void isPutOutWhenThePeerSpeaks() throws IOException {
        Tone port = new Tone(440);
        RtpSession session = started(port);
        for (int i = 0; i < 10; i++) {
            send(stranger, session, i, 1, (byte) 0xFF);
        }
        await().until(() -> session.statistics().packetsReceived() >= 5);
        assertThat(hears(stranger)).isTrue();

        send(peer, session, 0, 2, (byte) 0xFF);
        peer.setSoTimeout(2000);
        assertThat(hears(peer)).isTrue();
        drain(stranger); // of what was on its way to them before
        assertThat(hears(peer)).isTrue();

        assertThat(hears(stranger)).isFalse();
    }

    /** Two pairs of ports: the one of the first call rests while its peer, who has not noticed the end, goes on sending. */
    @Duty("RTP ports")
    @Test
    void latePacketsOfOneCallNeverReachTheNext() throws IOException {
        try (RtpEngine narrow =
                new RtpEngine(RtpSettings.of(InetAddress.getLoopbackAddress(), new PortRange(24_020, 24_023)))) {
            InetSocketAddress late = (InetSocketAddress) peer.getLocalSocketAddress();
            RtpSession first = narrow.open();
            first.start(RtpParameters.of(late, AudioCodec.PCMU), new Tone(440));
            send(peer, first, 0, 1, (byte) 0x90);
            await().until(() -> first.statistics().packetsReceived() == 1);
            first.close();
            await().until(() -> narrow.sessions() == 0);

            Tone port = new Tone(440);
            RtpSession second = narrow.open();
            second.start(RtpParameters.of((InetSocketAddress) stranger.getLocalSocketAddress(), AudioCodec.PCMU), port);
            for (int i = 1; i <= 50; i++) {
                send(peer, first, i, 1, (byte) 0x90);
            }
            await().until(() -> port.frames() > 10);

            assertThat(second.localAddress()).isNotEqualTo(first.localAddress());
            assertThat(second.statistics().packetsReceived()
                            + second.statistics().refused())
                    .isZero();
            assertThat(port.heardPeak()).isZero();
            second.close();
            await().until(() -> narrow.sessions() == 0);
            assertThatThrownBy(narrow::open).hasMessageContaining("2 rest after their calls");
        }
    }

    private RtpSession started(AudioPort port) throws IOException {
        RtpSession session = engine.open();
        session.start(RtpParameters.of((InetSocketAddress) peer.getLocalSocketAddress(), AudioCodec.PCMU), port);
        await().until(() -> session.statistics().frames() > 0);
        return session;
    }

    private static void send(DatagramSocket from, RtpSession to, int sequence, int ssrc, byte code) throws IOException {
        byte[] payload = new byte[AudioPort.FRAME];
        Arrays.fill(payload, code);
        byte[] packet = Listening.packet(sequence, 160 * sequence, ssrc, payload);
        from.send(new DatagramPacket(packet, packet.length, to.localAddress()));
    }

    private static void drain(DatagramSocket socket) throws IOException {
        for (int i = 0; i < 100 && hears(socket); i++) {
            assertThat(i).as("packets that still came").isLessThan(99);
        }
    }

    private static boolean hears(DatagramSocket socket) throws IOException {
        try {
            socket.receive(new DatagramPacket(new byte[2048], 2048));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
