package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.calling.Caller;
import io.voicebridge.calling.FreePort;
import io.voicebridge.calling.PhoneCall;
import io.voicebridge.calling.Telephone;
import io.voicebridge.calling.Tones;
import io.voicebridge.component.sip.SipComponent;
import io.voicebridge.component.sip.SipConstants;
import io.voicebridge.sip.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A softphone of Debian as the person that a caller is connected with, and as a caller's side that honours REFER. */
class BaresipBridgeIT {

    /** What the softphone says: {@link Tone}. */
    private static final double TONE = 440;

    @TempDir
    Path workDir;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final CompletableFuture<Exchange> finished = new CompletableFuture<>();
    private final List<Process> phones = new ArrayList<>();

    private SipComponent takeCalls(String target, String... steps) throws Exception {
        SipComponent sip = new SipComponent();
        sip.setHost("127.0.0.1");
        sip.setPort(0);
        sip.setRtpPorts("0");
        context.addComponent("sip", sip);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sip:calls")
                        .to("sip:answer")
                        .setHeader(SipConstants.TARGET, constant(target))
                        .to(steps)
                        .process(exchange -> finished.complete(exchange.copy()));
            }
        });
        context.getShutdownStrategy().setTimeout(1);
        context.start();
        return sip;
    }

    @AfterEach
    void stop() throws Exception {
        for (Process phone : phones) {
            phone.destroy();
            if (!phone.waitFor(10, TimeUnit.SECONDS)) {
                phone.destroyForcibly();
            }
        }
        context.stop();
    }

    @Test
    void bridgesACallerOnOneCodecWithASoftphoneOnAnother() throws Exception {
        Programs.require("baresip", "baresip");
        int port = FreePort.withTheNext();
        Path heard = Files.createDirectory(workDir.resolve("heard"));
        configure(port, "answermode=auto;audio_codecs=PCMA/8000/1", heard);
        start("-t", "30");
        SipComponent sip = takeCalls("sip:desk@127.0.0.1:" + port, "sip:dial", "sip:bridge");

        try (Caller caller = Caller.of(sip.boundAddress(Transport.UDP).orElseThrow())) {
            PhoneCall customer = caller.dials("+13453453453").connects();
            assertThat(finished.get(15, TimeUnit.SECONDS).getMessage().getHeader(SipConstants.RESULT))
                    .isEqualTo("bridged");
            customer.hearsVoice().hums(1000, Duration.ofSeconds(2)).stays(Duration.ofSeconds(3));
            customer.hangsUp();
            assertThat(Tones.frames(customer.voice(), TONE)).isGreaterThan(0.7);
        }

        await().untilAsserted(() -> assertThat(Tones.frames(loud(only(heard)), 1000))
                .as("what the softphone heard")
                .isGreaterThan(0.7));
    }

    @Test
    void handsACallOverByReferAndHangsUpWhenThePeerSaysThatItCameAbout() throws Exception {
        Programs.require("baresip", "baresip");
        try (Telephone desk = Telephone.thatAnswers()) {
            SipComponent sip = takeCalls("sip:desk@" + desk.hostPort(), "sip:refer");
            configure(
                    FreePort.withTheNext(),
                    "audio_codecs=PCMU/8000/1",
                    Files.createDirectory(workDir.resolve("heard")));
            int ours = sip.boundAddress(Transport.UDP).orElseThrow().getPort();
            start("-t", "30", "-e", "/dial sip:bridge@127.0.0.1:" + ours);

            PhoneCall person = desk.answers();

            assertThat(finished.get(15, TimeUnit.SECONDS).getMessage().getHeader(SipConstants.RESULT))
                    .isEqualTo("completed");
            person.hearsVoice();
            await().until(() -> sip.activeCalls() == 0);
        }
    }

    private void start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("baresip", "-f", workDir.toString()));
        command.addAll(List.of(arguments));
        Path log = workDir.resolve("baresip.log");
        phones.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start());
        await().atMost(Duration.ofSeconds(10)).until(() -> Files.readString(log).contains("ready"));
    }

    private void configure(int port, String account, Path heard) throws Exception {
        Files.writeString(workDir.resolve("config"), """
                sip_listen 127.0.0.1:%d
                net_interface 127.0.0.1
                module_path /usr/lib/baresip/modules
                module g711.so
                module aubridge.so
                module aufile.so
                module sndfile.so
                module_tmp account.so
                module_app menu.so
                audio_player aubridge,ply
                audio_source aufile,%s
                ausrc_srate 8000
                ausrc_channels 1
                audio_txmode thread
                snd_path %s
                """.formatted(port, Tone.wav(workDir, 25), heard));
        Files.writeString(workDir.resolve("accounts"), "<sip:desk@127.0.0.1:" + port + ">;regint=0;" + account + "\n");
    }

    private static Path only(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith("-dec.wav"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static short[] loud(Path file) throws Exception {
        short[] all = Wav.read(Files.readAllBytes(file)).channel(0);
        short[] loud = new short[all.length];
        int length = 0;
        for (int at = 0; at + 160 <= all.length; at += 160) {
            if (Tones.rms(all, at, at + 160) > 200) {
                System.arraycopy(all, at, loud, length, 160);
                length += 160;
            }
        }
        return java.util.Arrays.copyOf(loud, length);
    }
}
