package io.voicebridge.bench;

import io.voicebridge.call.Call;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallEngine;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.CallListener;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.MediaSettings;
import io.voicebridge.call.Recording;
import io.voicebridge.call.Recordings;
import io.voicebridge.rtp.AudioPort;
import io.voicebridge.sip.Transport;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Many short calls from SIPp through the SIP stack and the media, every twentieth recorded; then what is left of them is
 * counted: live objects, file descriptors, threads.
 *
 * <p>{@code bench/soak 100000 150}: calls, calls a second.
 */
public final class Soak implements AutoCloseable {

    /** As long as SIP remembers a transaction and a port rests. */
    private static final long PATIENCE_SECONDS = 34;

    /** Objects of a class that may be there once in a process, or of the very last call. */
    private static final int SLACK = 16;

    private static final int RECORDED = 20;

    private static final int WARM_UP = 10;

    /** One look at the process. */
    public record Sample(int calls, long liveKilobytes, int descriptors, int threads) {}

    /**
     * What came of it.
     *
     * @param samples at the start, at each fifth of the calls, and when everything was forgotten
     * @param left objects of ours that nothing forgets
     */
    public record Report(int completed, int failed, List<Sample> samples, Map<String, Integer> left) {

        public Sample start() {
            return samples.get(0);
        }

        public Sample end() {
            return samples.get(samples.size() - 1);
        }
    }

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger completed = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final Recordings recordings;
    private final CallEngine engine;

    public Soak(Path folder) throws IOException {
        recordings = new Recordings(folder);
        engine = CallEngine.start(
                new CallEngineSettings("127.0.0.1", 0, MediaSettings.of("127.0.0.1", "36000-59999"), 5000),
                this::answer);
    }

    /** @param arguments calls, calls a second */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int calls = Integer.parseInt(arguments[0]);
        int rate = Integer.parseInt(arguments[1]);
        Path folder = Files.createTempDirectory("soak");
        Report report;
        try (Soak soak = new Soak(folder)) {
            report = soak.run(calls, rate, System.out);
        } finally {
            delete(folder);
        }
        System.out.printf("%n%d completed, %d failed%n", report.completed(), report.failed());
        Sample first = report.samples().get(1);
        Sample last = report.samples().get(report.samples().size() - 2);
        double growth = 100.0 * (last.liveKilobytes() - first.liveKilobytes()) / first.liveKilobytes();
        System.out.printf("live after collection: %+.1f %% from %d to %d calls%n", growth, first.calls(), last.calls());
        System.out.println("objects left: " + (report.left().isEmpty() ? "none" : report.left()));
        boolean flat = Math.abs(growth) <= 5 && report.left().isEmpty() && report.failed() == 0;
        System.exit(flat ? 0 : 1);
    }

    /** Makes the calls and waits until all of them should be forgotten. */
    public Report run(int calls, int rate, PrintStream out) throws IOException, InterruptedException {
        // What is made once in a process is made by these, and so is no growth.
        sipp(WARM_UP, WARM_UP);
        awaitCompleted(WARM_UP);
        completed.set(0);
        LiveObjects before = LiveObjects.count();
        List<Sample> samples = new ArrayList<>();
        take(samples, before, out);
        for (int fifth = 1; fifth <= 5; fifth++) {
            sipp(calls / 5, rate);
            awaitCompleted(fifth * (calls / 5));
            take(samples, LiveObjects.count(), out);
        }
        int done = completed.get();
        TimeUnit.SECONDS.sleep(PATIENCE_SECONDS);
        // A port comes out of its rest when the next call looks for one.
        sipp(1, 1);
        LiveObjects after = LiveObjects.count();
        take(samples, after, out);
        return new Report(done, failed.get(), samples, after.grownSince(before, SLACK));
    }

    /** SIPp is done when it has our 200 to its BYE, a moment before the call has told its end. */
    private void awaitCompleted(int calls) {
        Awaitility.await("the end of " + calls + " calls").until(() -> completed.get() >= calls);
    }

    private void take(List<Sample> samples, LiveObjects objects, PrintStream out) {
        Sample sample = new Sample(
                completed.get(),
                objects.kilobytes(),
                descriptors(),
                ManagementFactory.getThreadMXBean().getThreadCount());
        if (samples.isEmpty()) {
            out.println(
                    "| calls completed | live after collection, KB | file descriptors | threads |\n|---|---|---|---|");
        }
        out.printf(
                "| %d | %d | %d | %d |%n",
                sample.calls(), sample.liveKilobytes(), sample.descriptors(), sample.threads());
        samples.add(sample);
    }

    private static int descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return (int) open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sipp(int calls, int rate) throws IOException, InterruptedException {
        InetSocketAddress target = engine.boundAddress(Transport.UDP);
        Process sipp = new ProcessBuilder(
                        "sipp",
                        "127.0.0.1:" + target.getPort(),
                        "-sf",
                        "bench/signalling.xml",
                        "-s",
                        "+13453453453",
                        "-i",
                        "127.0.0.1",
                        "-m",
                        Integer.toString(calls),
                        "-r",
                        Integer.toString(rate),
                        "-l",
                        "4000",
                        "-nostdin")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (sipp.waitFor() != 0) {
            failed.incrementAndGet();
        }
    }

    private void answer(IncomingCall call) {
        boolean isRecorded = begun.incrementAndGet() % RECORDED == 0;
        Optional<Recording> recording = isRecorded
                ? Optional.of(recordings.begin(call.id(), fault -> failed.incrementAndGet()))
                : Optional.empty();
        call.answer(new Buzz(), new Counter(), recording);
    }

    @Override
    public void close() {
        engine.close();
        recordings.close();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private final class Counter implements CallListener {

        @Override
        public void answered(Call call) {
            // The other side hangs up.
        }

        @Override
        public void ended(Call call, CallEnd end) {
            completed.incrementAndGet();
            if (end.by() != CallEnd.By.PEER) {
                failed.incrementAndGet();
            }
        }
    }

    /** A square wave, and no ear. */
    private static final class Buzz implements AudioPort {

        @Override
        public void received(short[] frame, long sequence) {
            // Nobody listens.
        }

        @Override
        public boolean next(short[] frame, long sequence) {
            for (int i = 0; i < frame.length; i++) {
                frame[i] = (short) (i % 20 < 10 ? 4000 : -4000);
            }
            return true;
        }

        @Override
        public void digit(char digit) {
            // Nobody dials.
        }
    }
}
