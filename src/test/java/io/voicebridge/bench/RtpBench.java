package io.voicebridge.bench;

import io.voicebridge.call.Recording;
import io.voicebridge.call.Recordings;
import io.voicebridge.rtp.AudioPort;
import io.voicebridge.rtp.Pacing;
import io.voicebridge.rtp.PortRange;
import io.voicebridge.rtp.RtpEngine;
import io.voicebridge.rtp.RtpParameters;
import io.voicebridge.rtp.RtpSession;
import io.voicebridge.rtp.RtpSettings;
import io.voicebridge.rtp.codec.AudioCodec;
import io.voicebridge.rtp.srtp.Srtp;
import io.voicebridge.rtp.srtp.SrtpKeys;
import io.voicebridge.rtp.srtp.SrtpSuite;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;

/**
 * Recorded calls over loopback, first plain, then encrypted: how punctual are the frames, what does a call cost, what is
 * lost, what is allocated per packet. {@code bench/media} runs it.
 *
 * <p>Arguments: calls of the engine measured (as many streams of {@link MediaPeers} are their other ends), seconds, suites
 * of SRTP; the system property {@code threads}: media threads. Prints one row of a table for each.
 */
public final class RtpBench {

    private static final int WARM_UP_SECONDS = 5;
    private static final long RAMP_NANOS = 2_000_000;

    private RtpBench() {}

    public static void main(String[] arguments) throws Exception {
        int calls = Integer.parseInt(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        List<Optional<SrtpSuite>> rounds = new ArrayList<>(List.of(Optional.empty()));
        for (int i = 2; i < arguments.length; i++) {
            rounds.add(Optional.of(SrtpSuite.valueOf(arguments[i])));
        }
        if (rounds.size() > 1) {
            Srtp.load();
        }
        System.out.printf("%d calls, recorded, %d s, Java %s%n%n", calls, seconds, System.getProperty("java.version"));
        System.out.println("| audio | CPU of a call, % of a core | beside plain | behind the grid p50 / p99 / p99.9, ms"
                + " | packets both ways | lost | ms lost to recordings | bytes allocated a packet"
                + " | other ends late at worst, ms |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        double plain = 0;
        try (MediaPeers peers = new MediaPeers()) {
            for (Optional<SrtpSuite> suite : rounds) {
                run(Math.min(calls, 200), WARM_UP_SECONDS, suite, peers);
                Round round = run(calls, seconds, suite, peers);
                plain = suite.isEmpty() ? round.percentOfACall() : plain;
                System.out.println(round.row(suite.map(Enum::name).orElse("plain"), plain));
            }
        }
    }

    private static Round run(int calls, int seconds, Optional<SrtpSuite> suite, MediaPeers peers) throws Exception {
        Path folder = Files.createTempDirectory("recordings");
        Set<Thread> others = threads();
        try (RtpEngine measured = engine();
                Recordings recordings = new Recordings(folder)) {
            Set<Thread> ours = threads();
            ours.removeAll(others);
            List<RtpSession> sessions = new ArrayList<>();
            List<Recording> files = new ArrayList<>();
            byte[] theirKey = key(suite);
            peers.begin(suite, theirKey);
            for (int i = 0; i < calls; i++) {
                RtpSession here = measured.open();
                Recording file = recordings.begin("call-" + i, fault -> LoggerFactory.getLogger(RtpBench.class)
                        .error(fault));
                byte[] ourKey = key(suite);
                here.start(parameters(peers.open(), suite, ourKey, theirKey), new Sine(file));
                peers.start(here.localAddress().getPort());
                sessions.add(here);
                files.add(file);
                // As calls come, and not all in one moment.
                LockSupport.parkNanos(RAMP_NANOS);
            }
            // The collector and the compiler have work left over from opening so many sockets.
            System.gc();
            TimeUnit.SECONDS.sleep(2);
            Cost before = Cost.now(ours, sessions);
            Pacing pacedBefore = measured.pacing();
            long lostBefore = lost(sessions) + peers.lost();
            peers.late();
            TimeUnit.SECONDS.sleep(seconds);
            Cost cost = Cost.now(ours, sessions).minus(before);
            Pacing pacing = measured.pacing().since(pacedBefore);
            long lost = lost(sessions) + peers.lost() - lostBefore;
            long peersLate = peers.late();
            long silent = 0;
            for (Recording file : files) {
                silent += file.end()
                        .toCompletableFuture()
                        .get(1, TimeUnit.MINUTES)
                        .lostMillis();
            }
            return new Round(calls, seconds, cost, pacing, lost, silent, peersLate);
        } finally {
            peers.end();
            delete(folder);
        }
    }

    private static byte[] key(Optional<SrtpSuite> suite) {
        byte[] key = new byte[suite.map(SrtpSuite::keyAndSaltLength).orElse(0)];
        ThreadLocalRandom.current().nextBytes(key);
        return key;
    }

    private static RtpParameters parameters(
            InetSocketAddress peer, Optional<SrtpSuite> suite, byte[] ours, byte[] theirs) {
        RtpParameters plain = RtpParameters.of(peer, AudioCodec.PCMU);
        return suite.map(each -> plain.with(new SrtpKeys(each, ours, theirs, new byte[0])))
                .orElse(plain);
    }

    private static RtpEngine engine() throws IOException {
        RtpSettings own = RtpSettings.of(InetAddress.getLoopbackAddress(), new PortRange(20_000, 29_999));
        int threads = Integer.getInteger("threads", own.threads());
        return new RtpEngine(new RtpSettings(
                own.bind(),
                own.ports(),
                own.portRest(),
                threads,
                own.threads() * own.streamsPerThread() / threads,
                own.silentAfter(),
                own.lostAfter(),
                own.sources()));
    }

    /** What never came, what came too late to be played, and what the operating system did not take. */
    private static long lost(List<RtpSession> ends) {
        return ends.stream()
                .map(RtpSession::statistics)
                .mapToLong(counted -> counted.lost() + counted.late() + counted.sendFailures())
                .sum();
    }

    private static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** What one round has shown. */
    private record Round(
            int calls, int seconds, Cost cost, Pacing pacing, long lost, long silentMillis, long peersLate) {

        double percentOfACall() {
            return cost.cpuNanos / 1e7 / seconds / calls;
        }

        String row(String audio, double plain) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %.3f | %+.0f %% | %.2f / %.2f / %.2f | %d | %d | %d | %.2f | %d |",
                    audio,
                    percentOfACall(),
                    100 * (percentOfACall() / plain - 1),
                    pacing.at(0.5),
                    pacing.at(0.99),
                    pacing.at(0.999),
                    cost.packets,
                    lost,
                    silentMillis,
                    (double) cost.allocated / Math.max(1, cost.packets),
                    peersLate);
        }
    }

    /** CPU time and allocation of the threads of the engine measured and of its recorder, and packets both ways. */
    private record Cost(long cpuNanos, long allocated, long packets) {

        static Cost now(Set<Thread> threads, List<RtpSession> sessions) {
            com.sun.management.ThreadMXBean bean =
                    (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long cpu = 0;
            long allocated = 0;
            for (Thread thread : threads) {
                cpu += Math.max(0, bean.getThreadCpuTime(thread.getId()));
                allocated += Math.max(0, bean.getThreadAllocatedBytes(thread.getId()));
            }
            long packets = sessions.stream()
                    .map(RtpSession::statistics)
                    .mapToLong(statistics -> statistics.packetsReceived() + statistics.packetsSent())
                    .sum();
            return new Cost(cpu, allocated, packets);
        }

        Cost minus(Cost before) {
            return new Cost(cpuNanos - before.cpuNanos, allocated - before.allocated, packets - before.packets);
        }
    }

    /** Speaks a tone and hears, and has both recorded. */
    private static final class Sine implements AudioPort {

        private static final short[] WAVE = new short[8 * FRAME];

        static {
            for (int i = 0; i < WAVE.length; i++) {
                WAVE[i] = (short) (8000 * Math.sin(i * 2 * Math.PI * 440 / 8000));
            }
        }

        private final Recording recording;
        private int at;

        Sine(Recording recording) {
            this.recording = recording;
        }

        @Override
        public void received(short[] frame, long sequence) {
            recording.caller(frame, sequence);
        }

        @Override
        public boolean next(short[] frame, long sequence) {
            System.arraycopy(WAVE, at, frame, 0, FRAME);
            at = (at + FRAME) % WAVE.length;
            recording.agent(frame, sequence);
            return true;
        }

        @Override
        public void digit(char digit) {}
    }
}
