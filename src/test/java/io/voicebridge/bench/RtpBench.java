package io.voicebridge.bench;

import io.voicebridge.rtp.AudioPort;
import io.voicebridge.rtp.Pacing;
import io.voicebridge.rtp.PortRange;
import io.voicebridge.rtp.RtpEngine;
import io.voicebridge.rtp.RtpParameters;
import io.voicebridge.rtp.RtpSession;
import io.voicebridge.rtp.RtpSettings;
import io.voicebridge.rtp.RtpStatistics;
import io.voicebridge.rtp.SourceRule;
import io.voicebridge.rtp.codec.AudioCodec;
import io.voicebridge.rtp.srtp.Srtp;
import io.voicebridge.rtp.srtp.SrtpKeys;
import io.voicebridge.rtp.srtp.SrtpSuite;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Calls that talk to each other over loopback in one process: how punctual are the frames, what does a stream cost, what
 * is allocated per packet.
 *
 * <pre>java -cp "target/classes:target/test-classes:target/lib/*" io.voicebridge.bench.RtpBench 500 20</pre>
 *
 * <p>The first number is streams of the engine measured (as many again play the peers), the second seconds. The name of a
 * suite of SRTP behind them encrypts what both sides send.
 */
public final class RtpBench {

    private static final int WARM_UP_SECONDS = 5;

    private RtpBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int streams = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
        int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
        Optional<SrtpSuite> suite =
                arguments.length > 2 ? Optional.of(SrtpSuite.valueOf(arguments[2])) : Optional.empty();
        if (suite.isPresent()) {
            Srtp.load();
        }
        run(Math.min(streams, 200), WARM_UP_SECONDS, suite, new PrintStream(PrintStream.nullOutputStream()));
        run(streams, seconds, suite, System.out);
    }

    private static void run(int streams, int seconds, Optional<SrtpSuite> suite, PrintStream out)
            throws IOException, InterruptedException {
        try (RtpEngine measured = engine(new PortRange(20_000, 29_999));
                RtpEngine peers = engine(new PortRange(30_000, 39_999))) {
            List<RtpSession> sessions = new ArrayList<>();
            for (int i = 0; i < streams; i++) {
                RtpSession ours = measured.open();
                RtpSession theirs = peers.open();
                byte[] here = key(suite);
                byte[] there = key(suite);
                ours.start(parameters(theirs, suite, here, there), new Sine());
                theirs.start(parameters(ours, suite, there, here), new Sine());
                sessions.add(ours);
            }
            TimeUnit.SECONDS.sleep(1);
            Cost before = Cost.now(sessions);
            TimeUnit.SECONDS.sleep(seconds);
            Cost after = Cost.now(sessions);
            print(out, streams, seconds, after.minus(before), measured.pacing(), sessions);
        }
    }

    private static byte[] key(Optional<SrtpSuite> suite) {
        byte[] key = new byte[suite.map(SrtpSuite::keyAndSaltLength).orElse(0)];
        ThreadLocalRandom.current().nextBytes(key);
        return key;
    }

    private static RtpParameters parameters(RtpSession peer, Optional<SrtpSuite> suite, byte[] ours, byte[] theirs) {
        RtpParameters plain = RtpParameters.of(peer.localAddress(), AudioCodec.PCMU);
        return suite.map(each -> plain.with(new SrtpKeys(each, ours, theirs, new byte[0])))
                .orElse(plain);
    }

    private static RtpEngine engine(PortRange ports) throws IOException {
        return new RtpEngine(new RtpSettings(
                InetAddress.getLoopbackAddress(),
                ports,
                Duration.ofSeconds(30),
                1,
                5000,
                Duration.ofSeconds(20),
                Duration.ZERO,
                SourceRule.LEARN_ONCE));
    }

    private static void print(
            PrintStream out, int streams, int seconds, Cost cost, Pacing pacing, List<RtpSession> sessions) {
        long lost = 0;
        long late = 0;
        double jitter = 0;
        for (RtpSession session : sessions) {
            RtpStatistics statistics = session.statistics();
            lost += statistics.lost();
            late += statistics.late();
            jitter = Math.max(jitter, statistics.jitterMillis());
        }
        out.printf(
                "%d streams on one media thread, %d s, Java %s%n",
                streams, seconds, System.getProperty("java.version"));
        out.printf(
                "frames behind the grid: p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms (of %d)%n",
                pacing.p50(), pacing.p99(), pacing.p999(), pacing.frames());
        out.printf(
                "both media threads together: %.1f %% of a core, %.2f bytes allocated per packet%n",
                cost.cpuNanos / 1e7 / seconds, (double) cost.allocated / Math.max(1, cost.packets));
        out.printf("packets %d, lost %d, late %d, highest jitter %.1f ms%n", cost.packets, lost, late, jitter);
    }

    /** CPU time and allocation of all media threads, and packets both ways of the sessions measured. */
    private record Cost(long cpuNanos, long allocated, long packets) {

        static Cost now(List<RtpSession> sessions) {
            com.sun.management.ThreadMXBean threads =
                    (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long cpu = 0;
            long allocated = 0;
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (thread.getName().startsWith("rtp-") && !thread.getName().equals("rtp-notices")) {
                    cpu += threads.getThreadCpuTime(thread.getId());
                    allocated += threads.getThreadAllocatedBytes(thread.getId());
                }
            }
            long packets = sessions.stream()
                    .map(RtpSession::statistics)
                    .mapToLong(statistics -> 2 * (statistics.packetsReceived() + statistics.packetsSent()))
                    .sum();
            return new Cost(cpu, allocated, packets);
        }

        Cost minus(Cost before) {
            return new Cost(cpuNanos - before.cpuNanos, allocated - before.allocated, packets - before.packets);
        }
    }

    /** Speaks a tone and hears. */
    private static final class Sine implements AudioPort {

        private static final short[] WAVE = new short[8 * FRAME];

        static {
            for (int i = 0; i < WAVE.length; i++) {
                WAVE[i] = (short) (8000 * Math.sin(i * 2 * Math.PI * 440 / 8000));
            }
        }

        private int at;

        @Override
        public void received(short[] frame, long sequence) {}

        @Override
        public boolean next(short[] frame, long sequence) {
            System.arraycopy(WAVE, at, frame, 0, FRAME);
            at = (at + FRAME) % WAVE.length;
            return true;
        }

        @Override
        public void digit(char digit) {}
    }
}
