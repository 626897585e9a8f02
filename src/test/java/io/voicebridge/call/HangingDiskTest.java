package io.voicebridge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.calling.Caller;
import io.voicebridge.rtp.AudioPort;
import io.voicebridge.sip.Transport;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HangingDiskTest {

    @TempDir
    Path folder;

    @Test
    void theEndOfACallIsToldThoughItsRecordingIsNeverWritten() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        CompletableFuture<CallEnd> ended = new CompletableFuture<>();
        try (Recordings recordings = new Recordings(folder, new WavFormat(path -> hang(disk)))) {
            Recording recording = recordings.begin("cv_1", fault -> {});
            CallEngineSettings settings = new CallEngineSettings("127.0.0.1", 0, MediaSettings.of("127.0.0.1", "0"), 2);
            try (CallEngine engine = CallEngine.start(
                            settings, call -> call.answer(silence(), listener(ended), Optional.of(recording)));
                    Caller caller = Caller.of(engine.boundAddress(Transport.UDP))) {
                caller.dials("+13453453453").connects().hangsUp();

                assertThat(ended.get(5, TimeUnit.SECONDS).by()).isEqualTo(CallEnd.By.PEER);
                assertThat(recording.end().toCompletableFuture()).isNotDone();
            } finally {
                disk.countDown();
            }
        }
    }

    private static FileChannel hang(CountDownLatch disk) throws IOException {
        try {
            disk.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("the disk is gone");
    }

    private static CallListener listener(CompletableFuture<CallEnd> ended) {
        return new CallListener() {
            @Override
            public void answered(Call call) {
                // Nothing to do.
            }

            @Override
            public void ended(Call call, CallEnd end) {
                ended.complete(end);
            }
        };
    }

    private static AudioPort silence() {
        return new AudioPort() {
            @Override
            public void received(short[] frame, long sequence) {
                // Nobody listens.
            }

            @Override
            public boolean next(short[] frame, long sequence) {
                return false;
            }

            @Override
            public void digit(char digit) {
                // Nobody listens.
            }
        };
    }
}
