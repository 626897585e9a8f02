package io.voicebridge.rtp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.RealPeer;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.system.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our G.722 and ffmpeg's, each fed with what the other one gets. */
@RealPeer("ffmpeg")
class G722PeerIT {

    private static final List<String> PCM = List.of("-f", "s16le", "-ar", "16000", "-ac", "1");

    @TempDir
    Path folder;

    private final short[] wide = QuadratureMirror.trial(320_000);

    @BeforeEach
    void require() {
        Programs.require("ffmpeg", "ffmpeg");
    }

    @Rfc("3551, 4.5.2")
    @Test
    void codesAsItDoes() throws Exception {
        byte[] theirs = ffmpeg(PCM, QuadratureMirror.littleEndian(wide), List.of("-c:a", "g722", "-f", "g722"));

        assertThat(QuadratureMirror.lowerBits(QuadratureMirror.encoded(QuadratureMirror.lower(wide))))
                .isEqualTo(QuadratureMirror.lowerBits(theirs));
    }

    @Rfc("3551, 4.5.2")
    @Test
    void isDecodedAsItDecodes() throws Exception {
        byte[] codes = QuadratureMirror.encoded(QuadratureMirror.lower(wide));

        byte[] theirs = ffmpeg(List.of("-f", "g722"), codes, List.of("-f", "s16le"));

        assertThat(QuadratureMirror.wide(QuadratureMirror.decoded(codes))).isEqualTo(QuadratureMirror.samples(theirs));
    }

    private byte[] ffmpeg(List<String> inputOptions, byte[] input, List<String> outputOptions)
            throws IOException, InterruptedException {
        Path in = Files.write(folder.resolve("in"), input);
        Path out = folder.resolve("out");
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-loglevel", "error", "-y"));
        command.addAll(inputOptions);
        command.addAll(List.of("-i", in.toString()));
        command.addAll(outputOptions);
        command.add(out.toString());
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return Files.readAllBytes(out);
    }
}
