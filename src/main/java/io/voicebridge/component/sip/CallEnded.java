package io.voicebridge.component.sip;

import io.voicebridge.agent.AgentMeasures;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.Recorded;
import io.voicebridge.rtp.RtpStatistics;
import java.time.Instant;
import java.util.Optional;

/**
 * Body of the event {@code ended}, the last one of a call.
 *
 * @param at when the dialog ended; the event comes after the agent session's last word, up to two seconds later
 * @param answered false if the caller gave up before the answer
 * @param durationMs from the answer on, 0 if there was none
 * @param recording the finished recording; empty if there is none, or it is not on disk yet
 * @param stillRecording true if the disk is behind: then the event {@code recorded} follows
 * @param media what the RTP session has counted; empty if there was none
 * @param agent what the call's agents measured; empty if the call has none or was not answered
 * @param droppedEvents events that were lost because the route did not keep up
 */
public record CallEnded(
        Instant at,
        CallEnd end,
        boolean answered,
        long durationMs,
        Optional<Recorded> recording,
        boolean stillRecording,
        Optional<RtpStatistics> media,
        Optional<AgentMeasures> agent,
        int droppedEvents) {}
