package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.voicebridge.calling.FreePort;
import io.voicebridge.sip.message.Via;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs SIPp, a SIP user agent that is not ours, with a scenario of {@code src/test/resources/sipp}. */
public final class Sipp {

    private static final Path PROGRAM = Path.of("/usr/bin/sipp");

    private final List<String> arguments = new ArrayList<>();
    private final int port;

    private Sipp(String scenario) {
        assumeTrue(Files.isExecutable(PROGRAM), "SIPp is not installed: left out");
        port = FreePort.ofAServer();
        arguments.addAll(List.of(
                PROGRAM.toString(),
                "-sf",
                Path.of("src/test/resources/sipp", scenario + ".xml").toString(),
                "-i",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-nostdin",
                "-timeout",
                "60s",
                "-timeout_error"));
    }

    public static Sipp scenario(String name) {
        return new Sipp(name);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Waits until it takes TCP connections. */
    public void awaitListening() {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            try (Socket probe = new Socket(address().getAddress(), port)) {
                assertThat(probe.isConnected()).isTrue();
            }
        });
    }

    /** Sends from another address of this machine. */
    public Sipp from(String address) {
        arguments.set(arguments.indexOf("-i") + 1, address);
        return this;
    }

    /** Calls from the loopback address of IPv6. */
    public Sipp overIpv6() {
        return from("::1");
    }

    public Sipp overTcp() {
        return with("-t", "t1");
    }

    public Sipp calls(int calls, int perSecond) {
        return with("-m", Integer.toString(calls), "-r", Integer.toString(perSecond));
    }

    public Sipp with(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    /** Calls a user agent and waits until every call went as the scenario says. */
    public void succeedsAgainst(InetSocketAddress target) {
        arguments.add(Via.hostOf(target) + ":" + target.getPort());
        start().succeeds();
    }

    /** Starts as the called side. */
    public Running start() {
        try {
            Path output = Files.createTempFile("sipp", ".log");
            Process process = new ProcessBuilder(arguments)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new Running(process, output);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A SIPp that was started. */
    public record Running(Process process, Path output) {

        public void succeeds() {
            try {
                assertThat(process.waitFor(90, TimeUnit.SECONDS))
                        .as("SIPp came to an end")
                        .isTrue();
                assertThat(process.exitValue()).as(this::log).isZero();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                process.destroyForcibly();
            }
        }

        private String log() {
            try {
                String text = Files.readString(output, StandardCharsets.ISO_8859_1);
                return text.substring(Math.max(0, text.length() - 6000));
            } catch (IOException e) {
                return e.toString();
            }
        }
    }
}
