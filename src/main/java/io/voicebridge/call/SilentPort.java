package io.voicebridge.call;

import io.voicebridge.rtp.AudioPort;

/** Says nothing and does not listen. RTP goes on, as silence. */
public final class SilentPort implements AudioPort {

    public static final AudioPort INSTANCE = new SilentPort();

    private SilentPort() {}

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
        // Whoever wants digits is told by the leg.
    }
}
