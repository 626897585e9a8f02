package io.voicebridge.component.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.RealPeer;
import io.voicebridge.sip.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SIPVicious looks for us on this machine, which the shipped policy lets in. */
@RealPeer("SIPVicious")
@Duty("Scanners")
class ScannersIT {

    private static final String NOTHING = "found nothing";

    @TempDir
    Path session;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final SipComponent sip = new SipComponent();
    private final AtomicInteger calls = new AtomicInteger();

    static Stream<List<String>> scans() {
        return Stream.of(
                List.of("svmap", "127.0.0.1"),
                List.of("svmap", "-m", "INVITE", "127.0.0.1"),
                List.of("svwar", "-m", "REGISTER", "-e", "100-105", "127.0.0.1"),
                List.of("svwar", "-m", "OPTIONS", "-e", "100-105", "127.0.0.1"),
                List.of("svwar", "-m", "INVITE", "-e", "100-105", "127.0.0.1"),
                List.of("svcrack", "-u", "100", "-r", "1-5", "127.0.0.1"));
    }

    @BeforeEach
    void prepare() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/svmap")), "SIPVicious is not installed: left out");
        sip.setHost("127.0.0.1");
        sip.setPort(0);
        sip.setRtpPorts("0");
        context.addComponent("sip", sip);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sip:calls").process(exchange -> {
                    calls.incrementAndGet();
                    exchange.getMessage().setHeader(SipConstants.STATUS, 404);
                });
            }
        });
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private String run(List<String> scan) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(scan);
        command.addAll(
                1,
                List.of(
                        "-p",
                        Integer.toString(
                                sip.boundAddress(Transport.UDP).orElseThrow().getPort())));
        Path output = session.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("HOME", session.toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("scans")
    void aScanFindsNothing(List<String> scan) throws Exception {
        sip.setPolicies("config/sip-policies.yaml");
        context.start();

        assertThat(run(scan)).contains(NOTHING);
        assertThat(calls).hasValue(0);
    }

    @Test
    void aScanOfAServerThatKnowsNoScannersFindsIt() throws Exception {
        context.start();

        assertThat(run(List.of("svmap", "127.0.0.1"))).doesNotContain(NOTHING).contains("127.0.0.1");
    }

    @Test
    void toAScannerUnderAnotherNameEveryNumberIsAlike() throws Exception {
        Path policies = Files.writeString(
                session.resolve("policies.yaml"), "policies: {default: {allow: [], unknown: digest}}\n");
        sip.setPolicies(policies.toString());
        context.start();

        String found = run(List.of("svwar", "-m", "INVITE", "-e", "100-103", "127.0.0.1"));

        // It tells numbers apart by how the answers differ from that to a number that cannot exist.
        assertThat(found).doesNotContain("| 101").doesNotContain("| 102");
        assertThat(calls).hasValue(0);
    }
}
