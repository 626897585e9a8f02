package io.voicebridge.component.sip;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.voicebridge.rtp.AudioPort;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class LevelMeterTest {

    /** Says what it has heard, half as loud. */
    private final AudioPort port = new AudioPort() {
        private final short[] last = new short[FRAME];
        private boolean speaks;

        @Override
        public void received(short[] frame, long sequence) {
            speaks = frame[1] != 0;
            for (int i = 0; i < FRAME; i++) {
                last[i] = (short) (frame[i] / 2);
            }
        }

        @Override
        public boolean next(short[] frame, long sequence) {
            System.arraycopy(last, 0, frame, 0, FRAME);
            return speaks;
        }

        @Override
        public void digit(char digit) {}
    };

    private final LevelMeter meter = new LevelMeter(port);
    private final short[] said = new short[AudioPort.FRAME];

    private void hears(short[] frame, int frames) {
        for (int i = 0; i < frames; i++) {
            meter.received(frame, i);
            meter.next(said, i);
        }
    }

    private static short[] sine(int amplitude) {
        short[] frame = new short[AudioPort.FRAME];
        for (int i = 0; i < frame.length; i++) {
            frame[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * i / 16));
        }
        return frame;
    }

    @Test
    void silenceIsTheFloor() {
        hears(new short[AudioPort.FRAME], 10);

        assertThat(meter.heardDbfs()).isEqualTo(LevelMeter.SILENCE);
        assertThat(meter.saidDbfs()).isEqualTo(LevelMeter.SILENCE);
    }

    @Test
    void aSineOfFullScaleIsThreeBelowNought() {
        hears(sine(32_767), 1);

        assertThat(meter.heardDbfs()).isEqualTo(-3);
        assertThat(meter.saidDbfs()).isEqualTo(-9);
    }

    @Test
    void aWordIsSeenAMomentLater() {
        hears(sine(32_767), 1);
        hears(new short[AudioPort.FRAME], 25);

        assertThat(meter.heardDbfs()).isEqualTo(-13);
        assertThat(meter.saidDbfs()).isEqualTo(-19);
    }

    @Test
    void whatGoesThroughIsNotChanged() {
        short[] frame = sine(10_000);
        hears(frame, 1);

        assertThat(frame).isEqualTo(sine(10_000));
        assertThat(said[4]).isEqualTo((short) 5_000);
    }

    @Test
    void nothingIsAllocatedForAFrame() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        short[] frame = sine(1_000);
        hears(frame, 10_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        hears(frame, 10_000);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    }
}
