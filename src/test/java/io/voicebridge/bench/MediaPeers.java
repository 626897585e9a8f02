package io.voicebridge.bench;

import io.voicebridge.rtp.srtp.Protection;
import io.voicebridge.rtp.srtp.Srtp;
import io.voicebridge.rtp.srtp.SrtpKeys;
import io.voicebridge.rtp.srtp.SrtpSuite;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The other ends of the calls of {@link RtpBench}: a process of its own with less right to the processor, so that it is the
 * bridge's punctuality that is measured and not how it shares two cores with its own load. It takes a line and answers with
 * one:
 *
 * <pre>
 * begin SUITE KEY    begun        (a round: what its streams send is encrypted so)
 * open               its port
 * start PORT         started      (the stream that was opened last, towards that port)
 * late               how late packets were sent at worst since this was asked for last, in milliseconds
 * lost               packets lost or not sent, of all streams of the round
 * end                ended
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

    /** @param key of what the streams of this round send; empty if it is plain */
    void begin(Optional<SrtpSuite> suite, byte[] key) throws IOException {
        ask(suite.map(each -> "begin " + each + " " + HexFormat.of().formatHex(key))
                .orElse("begin " + PLAIN));
    }

    InetSocketAddress open() throws IOException {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(ask("open")));
    }

    void start(int port) throws IOException {
        ask("start " + port);
    }

    /** How late they have sent at worst since this was asked last, in milliseconds. */
    long late() throws IOException {
        return Long.parseLong(ask("late"));
    }

    /** Packets that were lost or not sent. */
    long lost() throws IOException {
        return Long.parseLong(ask("lost"));
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
    void end() throws IOException {
        ask("end");
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
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PeerStreams streams = null;
        PeerStreams.Stream last = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            String answer;
            switch (words[0]) {
                case "begin" -> {
                    streams = new PeerStreams(protection(words));
                    answer = "begun";
                }
                case "open" -> {
                    last = streams.open();
                    answer = Integer.toString(last.port());
                }
                case "start" -> {
                    last.start(Integer.parseInt(words[1]));
                    answer = "started";
                }
                case "late" -> answer = Long.toString(TimeUnit.NANOSECONDS.toMillis(streams.late()));
                case "lost" -> answer = Long.toString(streams.lost());
                default -> {
                    streams.close();
                    answer = "ended";
                }
            }
            System.out.println(answer);
        }
    }

    private static Protection protection(String[] words) {
        if (words[1].equals(PLAIN)) {
            return Protection.NONE;
        }
        SrtpSuite suite = SrtpSuite.valueOf(words[1]);
        byte[] unread = new byte[suite.keyAndSaltLength()];
        return new Srtp(new SrtpKeys(suite, HexFormat.of().parseHex(words[2]), unread, new byte[0]));
    }
}
