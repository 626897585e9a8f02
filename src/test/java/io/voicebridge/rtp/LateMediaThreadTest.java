package io.voicebridge.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.rtp.codec.AudioCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A busy machine lets a media thread wait; a stream's frames are those of its own time nevertheless. */
class LateMediaThreadTest {

    private static final RtpSettings SETTINGS = RtpSettings.of(InetAddress.getLoopbackAddress(), PortRange.ANY);

    private static final AudioPort SILENT = new AudioPort() {
        @Override
        public void received(short[] frame, long sequence) {}

        @Override
        public boolean next(short[] frame, long sequence) {
            return false;
        }

        @Override
        public void digit(char digit) {}
    };

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000); // it wraps on the way
    private MediaThread thread;
    private RtpSockets sockets;
    private RtpStream stream;

    @BeforeEach
    void stream() throws Exception {
        thread = new MediaThread("late", nanos::get);
        sockets = new RtpSockets(socket(), socket(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        stream = new RtpStream(sockets, SETTINGS, new SecureRandom(), Runnable::run);
    }

    private static DatagramChannel socket() throws IOException {
        DatagramChannel socket =
                DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.configureBlocking(false);
        return socket;
    }

    @AfterEach
    void close() throws Exception {
        sockets.close();
    }

    @Test
    void hasNoFrameAfterItsEnd() {
        start();
        passes(Duration.ofMillis(100));
        remove();
        passes(Duration.ofMillis(300));
        thread.catchUp();
        assertThat(stream.statistics().frames()).isEqualTo(5);
    }

    @Test
    void hasEveryFrameSinceItsStart() {
        passes(Duration.ofMillis(250));
        start();
        passes(Duration.ofMillis(300));
        thread.catchUp();
        assertThat(stream.statistics().frames()).isEqualTo(15);
    }

    @Test
    void countsTheFramesThatWereSkippedAfterALongPauseOfTheThread() {
        start();
        passes(Duration.ofSeconds(2));
        remove();
        passes(Duration.ofSeconds(3));
        thread.catchUp();
        assertThat(stream.statistics().frames()).isEqualTo(100);
    }

    @Test
    void countsTheFramesThatWereSkippedAsLate() {
        start();
        thread.catchUp();
        passes(Duration.ofSeconds(2));
        thread.catchUp();
        long[] late = new long[PacingHistogram.STEPS];
        thread.pacing().addTo(late);
        assertThat(late[PacingHistogram.STEPS - 1]).isEqualTo(99);
    }

    @Test
    void keepsTheFramesOfOthersWhenItStartsLate() throws Exception {
        start();
        thread.catchUp();
        RtpStream first = stream;
        stream = new RtpStream(sockets, SETTINGS, new SecureRandom(), Runnable::run);
        passes(Duration.ofMillis(400));
        start();
        passes(Duration.ofMillis(100));
        thread.catchUp();
        assertThat(first.statistics().frames()).isEqualTo(25);
        assertThat(stream.statistics().frames()).isEqualTo(5);
    }

    private void start() {
        RtpStream started = stream;
        RtpParameters parameters =
                RtpParameters.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9), AudioCodec.PCMU);
        thread.run(() -> thread.start(started, parameters, SILENT, MediaListener.NONE));
    }

    private void remove() {
        thread.run(() -> thread.remove(stream));
    }

    private void passes(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
