package io.voicebridge.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Against a stand-in for npm that is a shell script. */
@DisabledOnOs(OS.WINDOWS)
class NpmPackTest {

    private static final SpeechPackage VOICE =
            new SpeechPackage("voice", "singing", "@choir/voice", "1.0.0", 1, "sha512-", "MIT", Map.of());

    @TempDir
    Path bin;

    @TempDir
    Path folder;

    @Test
    void asksForThePinnedVersionAndRunsNoScripts() throws Exception {
        Path tarball = npm("echo \"$@\" > \"$5/args\"; touch \"$5/choir-voice-1.0.0.tgz\"", Duration.ofSeconds(20))
                .fetch(VOICE, folder);

        assertThat(tarball).isEqualTo(folder.resolve("choir-voice-1.0.0.tgz"));
        assertThat(folder.resolve("args"))
                .hasContent(
                        "pack --ignore-scripts --loglevel=error --pack-destination " + folder + " @choir/voice@1.0.0");
    }

    @Test
    void quotesWhatNpmComplainsAbout() {
        assertThatExceptionOfType(TarballSource.SourceException.class)
                .isThrownBy(() -> npm("echo 'npm error code ENOTFOUND' >&2; exit 7", Duration.ofSeconds(20))
                        .fetch(VOICE, folder))
                .withMessage("npm failed with status 7: npm error code ENOTFOUND")
                .satisfies(e -> assertThat(e.remedy()).contains("npm view @choir/voice@1.0.0"));
    }

    @Test
    void givesUpOnAClientThatHangs() {
        assertThatExceptionOfType(TarballSource.SourceException.class)
                .isThrownBy(() -> npm("exec sleep 60", Duration.ofMillis(200)).fetch(VOICE, folder))
                .withMessageContaining("did not finish");
    }

    @Test
    void noticesThatNothingCame() {
        assertThatExceptionOfType(TarballSource.SourceException.class)
                .isThrownBy(() -> npm("exit 0", Duration.ofSeconds(20)).fetch(VOICE, folder))
                .withMessage("npm delivered no tarball");
    }

    private NpmPack npm(String script, Duration limit) throws IOException {
        Path npm = Files.writeString(bin.resolve("npm"), "#!/bin/sh\n" + script + "\n");
        assertThat(npm.toFile().setExecutable(true)).isTrue();
        return new NpmPack(npm.toString(), limit);
    }
}
