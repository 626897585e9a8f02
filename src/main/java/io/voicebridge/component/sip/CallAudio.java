package io.voicebridge.component.sip;

import io.voicebridge.agent.AgentSession;
import io.voicebridge.call.Playout;
import io.voicebridge.rtp.AudioPort;

/** Joins an RTP session and an agent session. Runs on the media thread: no lock, no allocation per frame. */
final class CallAudio implements AudioPort {

    private final AgentSession session;
    private final Playout playout;
    private final Runnable firstSpeech;
    private boolean hasSpoken;

    /** @param firstSpeech run once, when the first frame of the agent's voice goes out */
    CallAudio(AgentSession session, Playout playout, Runnable firstSpeech) {
        this.session = session;
        this.playout = playout;
        this.firstSpeech = firstSpeech;
    }

    @Override
    public void received(short[] frame, long sequence) {
        session.callerAudio(frame);
    }

    @Override
    public boolean next(short[] frame, long sequence) {
        boolean speaks = playout.next(frame);
        if (speaks && !hasSpoken) {
            hasSpoken = true;
            firstSpeech.run();
        }
        return speaks;
    }

    @Override
    public void digit(char digit) {
        session.callerDigit(digit);
    }
}
