package io.voicebridge.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MediaThreadIT {

    /** Each is given at the moment at which the thread has done the one before and is about to sleep. */
    @Test
    void noCommandIsLeftLyingWhileTheThreadSleeps() throws Exception {
        MediaThread thread = new MediaThread("idle");
        thread.start();
        try {
            for (int i = 0; i < 5000; i++) {
                CountDownLatch done = new CountDownLatch(1);
                thread.run(done::countDown);

                assertThat(done.await(10, TimeUnit.SECONDS)).as("command %d", i).isTrue();
            }
        } finally {
            thread.close();
        }
    }
}
