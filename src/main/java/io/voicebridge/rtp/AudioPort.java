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
     * Fills the next frame to send.
     *
     * @return false if there is nothing to say, then silence is sent: RTP never stops
     */
    boolean next(short[] frame, long sequence);

    /** A whole DTMF digit of the peer: 0-9, *, #, A-D (RFC 4733), or one that its signalling told. Reported once, when it ends or after 100 ms of it. */
    void digit(char digit);
}
