package io.voicebridge.rtp.dtmf;

/** Takes a digit: 0-9, *, #, A-D. */
@FunctionalInterface
public interface DigitSink {

    void digit(char digit);
}
