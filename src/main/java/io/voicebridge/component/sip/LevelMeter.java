package io.voicebridge.component.sip;

import io.voicebridge.rtp.AudioPort;
import io.voicebridge.rtp.WideFrame;

/**
 * Passes a call's audio on, and measures how loud both sides are: the mean power of each frame of 20 ms, falling by 20 dB a
 * second, so that who looks a few times a second misses no word. Runs on the media thread, which it costs 320
 * multiplications and two writes a frame, and no object; read from any thread.
 */
final class LevelMeter implements AudioPort {

    /** The lowest level that is told; RFC 6464 has the same floor. */
    static final int SILENCE = -127;

    private static final double FULL_SCALE = 32_768.0 * 32_768.0;

    /** 20 dB a second, in frames of 20 ms. */
    private static final double FALL = Math.pow(10, -0.04);

    private final AudioPort port;
    private volatile double heard;
    private volatile double said;

    LevelMeter(AudioPort port) {
        this.port = port;
    }

    /** How loud the peer is: 0 is a square wave of full scale, a sine is 3 less. */
    int heardDbfs() {
        return dbfs(heard);
    }

    /** How loud what the peer hears from us is. */
    int saidDbfs() {
        return dbfs(said);
    }

    @Override
    public void received(short[] frame, long sequence) {
        heard = Math.max(power(frame), heard * FALL);
        port.received(frame, sequence);
    }

    @Override
    public void received(short[] frame, WideFrame wide, long sequence) {
        heard = Math.max(power(frame), heard * FALL);
        port.received(frame, wide, sequence);
    }

    @Override
    public boolean next(short[] frame, long sequence) {
        return measured(port.next(frame, sequence), frame);
    }

    @Override
    public boolean next(short[] frame, WideFrame wide, long sequence) {
        return measured(port.next(frame, wide, sequence), frame);
    }

    private boolean measured(boolean speaks, short[] frame) {
        said = Math.max(speaks ? power(frame) : 0, said * FALL);
        return speaks;
    }

    @Override
    public void digit(char digit) {
        port.digit(digit);
    }

    private static double power(short[] frame) {
        long sum = 0;
        for (short sample : frame) {
            sum += sample * sample;
        }
        return sum / (double) frame.length;
    }

    private static int dbfs(double power) {
        return power < 1e-3 ? SILENCE : (int) Math.max(SILENCE, Math.round(10 * Math.log10(power / FULL_SCALE)));
    }
}
