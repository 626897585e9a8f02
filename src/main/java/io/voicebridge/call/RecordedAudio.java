package io.voicebridge.call;

import io.voicebridge.rtp.AudioPort;
import io.voicebridge.rtp.WideFrame;

/** Puts what passes through a port into a recording. Media thread. */
final class RecordedAudio implements AudioPort {

    private static final short[] SILENCE = new short[FRAME];

    private final AudioPort port;
    private final Recording recording;

    RecordedAudio(AudioPort port, Recording recording) {
        this.port = port;
        this.recording = recording;
    }

    @Override
    public void received(short[] frame, long sequence) {
        recording.caller(frame, sequence);
        port.received(frame, sequence);
    }

    @Override
    public void received(short[] frame, WideFrame wide, long sequence) {
        recording.caller(frame, sequence);
        port.received(frame, wide, sequence);
    }

    @Override
    public boolean next(short[] frame, WideFrame wide, long sequence) {
        boolean speaks = port.next(frame, wide, sequence);
        recording.agent(speaks ? frame : SILENCE, sequence);
        return speaks;
    }

    @Override
    public boolean next(short[] frame, long sequence) {
        boolean speaks = port.next(frame, sequence);
        recording.agent(speaks ? frame : SILENCE, sequence);
        return speaks;
    }

    @Override
    public void digit(char digit) {
        port.digit(digit);
    }
}
