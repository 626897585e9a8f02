package io.voicebridge.bench;

import io.voicebridge.rtp.PortRange;
import io.voicebridge.rtp.RtpEngine;
import io.voicebridge.rtp.RtpSession;
import io.voicebridge.rtp.srtp.Srtp;
import io.voicebridge.rtp.srtp.SrtpSuite;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The other ends of the calls of {@link RtpBench}: a process of its own with less right to the processor, so that it is the
 * bridge's punctuality that is measured and not how it shares two cores with its own load. It takes a line and answers with
 * one:
 *
 * <pre>
 * open            port
 * start SUITE OUR-KEY THEIR-KEY PORT-OF-THE-OTHER-END    started      (of the stream that was opened last)
 * lost            packets lost, late or not sent, and the highest jitter in ms, of all streams
 * close           closed
 * </pre>
 */
final class MediaPeers implements AutoCloseable {

    private static final String PLAIN = "-";

    /** To nice(1): all that the bridge does goes first. */
    private static final String LESS_RIGHT = "10";

    private final Process process;
    private final BufferedReader answers;
    private final PrintStream questions;

    MediaPeers() throws IOException {
        process = new ProcessBuilder(
                        "nice",
                        "-n",
                        LESS_RIGHT,
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MediaPeers.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    InetSocketAddress open() throws IOException {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ask("open")));
    }

    void start(Optional<SrtpSuite> suite, byte[] ours, byte[] theirs, int port) throws IOException {
        HexFormat hex = HexFormat.of();
        ask(String.join(
                " ",
                "start",
                suite.map(Enum::name).orElse(PLAIN),
                suite.isEmpty() ? PLAIN : hex.formatHex(ours),
                suite.isEmpty() ? PLAIN : hex.formatHex(theirs),
                Integer.toString(port)));
    }

    /** Packets lost, late or not sent, and the highest jitter in milliseconds. */
    record Heard(long lost, double jitter) {}

    Heard heard() throws IOException {
        String[] answer = ask("lost").split(" ");
        return new Heard(Long.parseLong(answer[0]), Double.parseDouble(answer[1]));
    }

    private String ask(String question) throws IOException {
        questions.println(question);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("The peers have ended");
        }
        return answer;
    }

    /** Ends the streams; the process stays for the next round. */
    void hangUp() throws IOException {
        ask("close");
    }

    @Override
    public void close() {
        questions.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    public static void main(String[] arguments) throws IOException {
        Srtp.load();
        Ends ends = new Ends();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            System.out.println(ends.answer(line.split(" ")));
        }
        ends.close();
    }

    /** The streams of the process. */
    private static final class Ends {

        private RtpEngine engine;
        private final List<RtpSession> sessions = new ArrayList<>();

        String answer(String[] words) throws IOException {
            return switch (words[0]) {
                case "open" -> open();
                case "start" -> start(words);
                case "lost" -> RtpBench.lost(sessions) + " " + RtpBench.jitter(sessions);
                default -> close();
            };
        }

        private String open() throws IOException {
            engine = engine == null ? RtpBench.engine(new PortRange(30_000, 39_999)) : engine;
            sessions.add(engine.open());
            return Integer.toString(last().localAddress().getPort());
        }

        private String start(String[] words) {
            Optional<SrtpSuite> suite =
                    words[1].equals(PLAIN) ? Optional.empty() : Optional.of(SrtpSuite.valueOf(words[1]));
            byte[] ours = suite.isEmpty() ? new byte[0] : HexFormat.of().parseHex(words[2]);
            byte[] theirs = suite.isEmpty() ? new byte[0] : HexFormat.of().parseHex(words[3]);
            InetSocketAddress to = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(words[4]));
            last().start(RtpBench.parameters(to, suite, ours, theirs), new RtpBench.Sine(Optional.empty()));
            return "started";
        }

        private RtpSession last() {
            return sessions.get(sessions.size() - 1);
        }

        private String close() {
            sessions.clear();
            if (engine != null) {
                engine.close();
                engine = null;
            }
            return "closed";
        }
    }
}
