package io.voicebridge.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.conformance.Duty;
import io.voicebridge.rtp.AudioPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {

    @TempDir
    Path folder;

    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    @Test
    void putsTheCallerLeftAndTheAgentRight() throws Exception {
        try (Recordings recordings = new Recordings(folder)) {
            Recording recording = recordings.begin("cv_1", faults::add);
            speak(recording, 0, 50);

            Recorded recorded = end(recording);

            assertThat(recorded).isEqualTo(new Recorded(folder.resolve("cv_1.wav"), 1000, 0, true));
            ByteBuffer wav = read(recorded.file());
            assertThat(wav.getInt(40)).isEqualTo(32_000);
            assertThat(wav.getInt(4)).isEqualTo(32_036);
            assertThat(wav.getShort(44 + 640)).isEqualTo((short) 1);
            assertThat(wav.getShort(44 + 642)).isEqualTo((short) -1);
        }
    }

    @Test
    void isAsLongAsTheCallWhenFramesOfOneSideAreMissing() throws Exception {
        try (Recordings recordings = new Recordings(folder)) {
            Recording recording = recordings.begin("cv_1", faults::add);
            for (int i = 0; i < 100; i++) {
                recording.agent(frame(9), i);
            }

            assertThat(end(recording).millis()).isBetween(1800L, 2000L);
        }
    }

    @Test
    void isAsLongAsTheCallWhenTheDiskWasTooSlow() throws Exception {
        try (Recordings recordings = new Recordings(folder)) {
            Recording recording = recordings.begin("cv_1", faults::add);
            speak(recording, 0, 1000);

            Recorded recorded = end(recording);

            assertThat(recorded.millis()).isEqualTo(20_000);
            assertThat(recorded.lostMillis()).isPositive();
        }
    }

    @Test
    void mendsWhatACrashHasLeft() throws Exception {
        Path part = folder.resolve("cv_2.wav.part");
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            WavFile.writeHeader(file, 0);
            file.write(ByteBuffer.allocate(6403), WavFile.HEADER);
        }

        new Recordings(folder).close();

        assertThat(part).doesNotExist();
        ByteBuffer wav = read(folder.resolve("cv_2.wav"));
        assertThat(wav.getInt(40)).isEqualTo(6400);
        assertThat(wav.limit()).isEqualTo(6444);
    }

    @Test
    void stopsWithOneFaultWhenTheDiskIsFull() throws Exception {
        Path full = Path.of("/dev/full");
        assumeThat(full).as("a device that is always full").exists();
        try (Recordings recordings =
                new Recordings(folder, new WavFormat(path -> FileChannel.open(full, StandardOpenOption.WRITE)))) {
            Recording recording = recordings.begin("cv_1", faults::add);
            speak(recording, 0, 50);

            assertThat(end(recording).complete()).isFalse();
            assertThat(faults).singleElement().asString().contains("Free disk space");
        }
    }

    @Test
    void leavesTheLastOfTheDiskToOthers() throws Exception {
        AtomicLong room = new AtomicLong(Recordings.RESERVE_BYTES);
        try (Recordings recordings = new Recordings(folder, new WavFormat(), room::get)) {
            Recording recording = recordings.begin("cv_1", faults::add);
            speak(recording, 0, 50);
            await().until(() -> Files.exists(folder.resolve("cv_1.wav.part"))
                    && Files.size(folder.resolve("cv_1.wav.part")) > 1000);

            room.set(Recordings.RESERVE_BYTES - 1);

            await().until(() -> !faults.isEmpty());
            assertThat(end(recording).complete()).isFalse();
            assertThat(faults).singleElement().asString().contains("fewer than 64 MB are free", "The call goes on");
            assertThat(folder.resolve("cv_1.wav")).as("what there was before").exists();
        }
    }

    @Test
    void isOnDiskRightAfterItsEnd() throws Exception {
        try (Recordings recordings = new Recordings(folder)) {
            Recording recording = recordings.begin("cv_1", faults::add);
            speak(recording, 0, 50);

            assertThat(end(recording).complete()).isTrue();
            assertThat(folder.resolve("cv_1.wav")).isRegularFile();
        }
    }

    @Test
    @Duty(value = "Recording paths", says = "A file is named by our own id, never by what a peer chose")
    void refusesAnIdThatIsAPath() throws Exception {
        try (Recordings recordings = new Recordings(folder)) {
            assertThatThrownBy(() -> recordings.begin("../x", faults::add))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void speak(Recording recording, int from, int to) {
        for (int i = from; i < to; i++) {
            recording.caller(frame(i), i);
            recording.agent(frame(-i), i);
        }
    }

    private static Recorded end(Recording recording) throws Exception {
        return recording.end().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    private static short[] frame(int value) {
        short[] frame = new short[AudioPort.FRAME];
        Arrays.fill(frame, (short) value);
        return frame;
    }

    private static ByteBuffer read(Path file) throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
