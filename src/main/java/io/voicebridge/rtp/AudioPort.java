package io.voicebridge.rtp;

/**
 * What listens to and speaks on an RTP session. Audio is linear 16-bit PCM, mono, 8 kHz, in frames of 20 ms
 * ({@link #FRAME} samples). Every method is called on the session's media thread: it must not block, log or allocate
 * per frame. Arrays are reused after the call returns.
 */
public interface AudioPort {

    /** Samples in a frame of 20 ms at 8 kHz. */
    int FRAME = 160;

    /**
     * One frame from the peer, each 20 ms from the start of the session on, after jitter buffer and loss concealment;
     * silence where nothing came.
     *
     * @param sequence frames since the session started
     */
    void received(short[] frame, long sequence);

    /**
     * The same, with the codes of G.722 that the frame came as; for a port that hands them to another call.
     *
     * @param wide empty where the frame has none
     */
    default void received(short[] frame, WideFrame wide, long sequence) {
        received(frame, sequence);
    }

    /**
     * Fills the next frame to send.
     *
     * @return false if there is nothing to say, then silence is sent: RTP never stops
     */
    boolean next(short[] frame, long sequence);

    /**
     * The same, for a port that has the codes of G.722 of the frame too; they are sent in place of the samples where the peer
     * speaks G.722.
     *
     * @param wide empty; left so where there are none
     */
    default boolean next(short[] frame, WideFrame wide, long sequence) {
        return next(frame, sequence);
    }

    /** A whole DTMF digit of the peer: 0-9, *, #, A-D (RFC 4733), or one that its signalling told. Reported once, when it ends or after 100 ms of it. */
    void digit(char digit);
}
