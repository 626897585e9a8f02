package io.voicebridge.call;

import io.voicebridge.rtp.AudioPort;

/** A port that wants to know when a {@link Leg} is plugged into something else. */
public interface Plug extends AudioPort {

    /** This port is not called any more, except by a frame that is being played now. Any thread; must not block. */
    void unplugged();
}
