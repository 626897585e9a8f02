package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicebridge.call.Recorded;
import io.voicebridge.call.Recording;
import io.voicebridge.call.Recordings;
import io.voicebridge.directory.Problem;
import io.voicebridge.rtp.AudioPort;
import io.voicebridge.security.KeyRing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedRecordingsTest {

    private static final int FRAMES = 100;

    @TempDir
    Path folder;

    private final String key = KeyRing.newKey();

    @Test
    void isForItsReaderByteForByteTheWavFileThatItWouldBeWithoutAKey() throws Exception {
        Recorded sealed = record("cv_1", folder(key));
        Recorded plain = record("cv_2", folder(""));

        assertThat(sealed.millis()).isEqualTo(plain.millis()).isEqualTo(FRAMES * 20);
        assertThat(sealed.file().getFileName()).hasToString("cv_1.wav.enc");
        assertThat(whole(folder(key), "cv_1.wav.enc"))
                .isEqualTo(Files.readAllBytes(plain.file()))
                .isEqualTo(whole(folder(key), "cv_2.wav"));
    }

    @Test
    void everyRangeIsThatPartOfTheWavFile() throws Exception {
        record("cv_1", folder(key));
        byte[] whole = whole(folder(key), "cv_1.wav.enc");
        int[] edges = {0, 1, 43, 44, 45, 683, 684, 685, 1323, 1324, 30_000, whole.length - 1};

        for (int first : edges) {
            for (int last : edges) {
                if (first <= last) {
                    RecordedWav recording = folder(key).open("cv_1.wav.enc").orElseThrow();
                    try (InputStream part = new ByteRange(first, last).open(recording)) {
                        assertThat(part.readAllBytes())
                                .as("%d-%d", first, last)
                                .isEqualTo(Arrays.copyOfRange(whole, first, last + 1));
                    }
                }
            }
        }
    }

    @Test
    void whatACrashHasLeftIsMendedAtTheNextStart() throws Exception {
        Path file = record("cv_1", folder(key)).file();
        byte[] whole = whole(folder(key), "cv_1.wav.enc");
        byte[] sealed = Files.readAllBytes(file);
        Files.delete(file);
        Path part = Files.write(folder.resolve("cv_1.wav.enc.part"), Arrays.copyOf(sealed, 40 + 10 * 656 + 300));

        new Recordings(folder, folder(key).format().orElseThrow()).close();

        assertThat(part).doesNotExist();
        byte[] mended = whole(folder(key), "cv_1.wav.enc");
        assertThat(mended).hasSize(44 + 10 * 640);
        assertThat(Arrays.copyOfRange(mended, 44, mended.length))
                .isEqualTo(Arrays.copyOfRange(whole, 44, mended.length));
    }

    @Test
    void aPartWhoseKeyIsAwayIsLeftForAStartThatHasItAndHindersNone() throws Exception {
        byte[] sealed = Files.readAllBytes(record("cv_1", folder(key)).file());
        Path part = Files.write(folder.resolve("cv_2.wav.enc.part"), Arrays.copyOf(sealed, 40 + 656));

        new Recordings(folder, folder(KeyRing.newKey()).format().orElseThrow()).close();

        assertThat(part).hasSize(40 + 656);
    }

    @Test
    void anOldKeyBehindTheNewOneStillReads() throws Exception {
        record("cv_1", folder(key));

        assertThat(whole(folder(KeyRing.newKey() + "," + key), "cv_1.wav.enc")).hasSize(44 + FRAMES * 640);
    }

    @Test
    void aRecordingWhoseKeyIsGoneSaysSo() throws Exception {
        record("cv_1", folder(key));

        for (String keys : new String[] {"", KeyRing.newKey()}) {
            assertThatThrownBy(() -> folder(keys).open("cv_1.wav.enc"))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo("recording_unreadable"))
                    .hasMessageContaining("bridge.recordings.keys");
        }
    }

    @Test
    void erasureTakesTheEncryptedFileAndItsPart() throws Exception {
        Path file = record("cv_1", folder(key)).file();
        Path part = Files.write(folder.resolve("cv_1.wav.enc.part"), new byte[1]);

        folder(key).delete("cv_1.wav.enc");

        assertThat(file).doesNotExist();
        assertThat(part).doesNotExist();
    }

    @Test
    void whatIsNoKeyIsToldByTheNameOfTheSettingAndNotRepeated() {
        assertThatThrownBy(() -> folder("c2VjcmV0"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bridge.recordings.keys")
                .hasMessageNotContaining("c2VjcmV0");
    }

    private RecordingFolder folder(String keys) throws IOException {
        return RecordingFolder.of(folder.toString(), "", keys);
    }

    private Recorded record(String id, RecordingFolder settings) throws Exception {
        var format = settings.format();
        try (Recordings recordings =
                format.isPresent() ? new Recordings(folder, format.get()) : new Recordings(folder)) {
            Recording recording = recordings.begin(id, fault -> {});
            for (int i = 0; i < FRAMES; i++) {
                recording.caller(frame(i), i);
                recording.agent(frame(-i), i);
            }
            return recording.end().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    private static byte[] whole(RecordingFolder folder, String name) throws IOException {
        try (InputStream in = folder.open(name).orElseThrow().from(0)) {
            return in.readAllBytes();
        }
    }

    private static short[] frame(int value) {
        short[] frame = new short[AudioPort.FRAME];
        Arrays.fill(frame, (short) value);
        return frame;
    }
}
