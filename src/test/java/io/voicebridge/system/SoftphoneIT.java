package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.speech.Listening;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A softphone dials the registered number and hears the agent. */
class SoftphoneIT {

    @TempDir
    Path workDir;

    @Test
    void hearsTheGreetingAndIsHeard() throws Exception {
        Programs.require("baresip", "baresip");
        Path heardFolder = Files.createDirectory(workDir.resolve("heard"));
        try (BridgeProcess bridge = BridgeProcess.start(Files.createDirectory(workDir.resolve("data")))) {
            configure(workDir, Tone.wav(workDir, 12), heardFolder);
            Process phone = new ProcessBuilder(
                            "baresip",
                            "-f",
                            workDir.toString(),
                            "-t",
                            "10",
                            "-e",
                            "/dial sip:" + bridge.number() + "@" + bridge.sip())
                    .redirectErrorStream(true)
                    .redirectOutput(workDir.resolve("baresip.log").toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            if (!phone.waitFor(20, TimeUnit.SECONDS)) {
                phone.destroy(); // hangs up, as the end of -t would have
                assertThat(phone.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }

            assertThat(Listening.to(only(heardFolder, "-dec.wav")).left())
                    .contains("this is sam")
                    .contains("about your home");
            JsonNode call = bridge.conversations().get(0);
            Wav recording = Wav.read(bridge.recording(call.path("id").asText()));
            assertThat(loudness(recording.channel(0))).as("the caller's side").isGreaterThan(1000);
            assertThat(loudness(recording.channel(1))).as("the agent's side").isGreaterThan(500);
        }
    }

    /** A softphone that hums and writes down what it hears. */
    static void configure(Path folder, Path microphone, Path heardFolder) throws Exception {
        Files.writeString(folder.resolve("config"), """
                sip_listen 127.0.0.1:0
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
                """.formatted(microphone, heardFolder));
        Files.writeString(
                folder.resolve("accounts"),
                "<sip:softphone@127.0.0.1>;regint=0;audio_codecs=PCMU/8000/1,PCMA/8000/1\n");
    }

    private static Path only(Path folder, String suffix) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(suffix)).toList();
            assertThat(found).as("recordings of baresip").hasSize(1);
            return found.get(0);
        }
    }

    private static double loudness(short[] samples) {
        double sum = 0;
        for (short sample : samples) {
            sum += (double) sample * sample;
        }
        return Math.sqrt(sum / samples.length);
    }
}
