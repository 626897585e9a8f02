package io.voicebridge.call;

import io.voicebridge.rtp.AudioPort;
import io.voicebridge.rtp.WideFrame;
import java.util.concurrent.atomic.AtomicReference;

/** A port that stands for another one, which can be changed while the call goes on, from one frame to the next. */
final class AudioSwitch implements AudioPort {

    private final AtomicReference<AudioPort> plugged;
    private final Keys keys;

    /** @param keys told every digit, whatever is plugged in */
    AudioSwitch(AudioPort first, Keys keys) {
        this.plugged = new AtomicReference<>(first);
        this.keys = keys;
    }

    void plug(AudioPort port) {
        replaced(plugged.getAndSet(port), port);
    }

    /** Only if {@code before} is plugged in. */
    boolean plug(AudioPort before, AudioPort port) {
        boolean changed = plugged.compareAndSet(before, port);
        if (changed) {
            replaced(before, port);
        }
        return changed;
    }

    private static void replaced(AudioPort before, AudioPort after) {
        if (before != after && before instanceof Plug plug) {
            plug.unplugged();
        }
    }

    boolean isPlugged(AudioPort port) {
        return plugged.get() == port;
    }

    @Override
    public void received(short[] frame, long sequence) {
        plugged.get().received(frame, sequence);
    }

    @Override
    public void received(short[] frame, WideFrame wide, long sequence) {
        plugged.get().received(frame, wide, sequence);
    }

    @Override
    public boolean next(short[] frame, WideFrame wide, long sequence) {
        return plugged.get().next(frame, wide, sequence);
    }

    @Override
    public boolean next(short[] frame, long sequence) {
        return plugged.get().next(frame, sequence);
    }

    @Override
    public void digit(char digit) {
        plugged.get().digit(digit);
        keys.pressed(digit);
    }
}
