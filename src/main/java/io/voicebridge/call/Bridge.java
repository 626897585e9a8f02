package io.voicebridge.call;

import io.voicebridge.sip.SipHeader;
import java.util.List;

/**
 * Two calls joined: their audio, their key presses, and, unless told otherwise, their end. When one leg ends, the other
 * gets a BYE with the Reason of the first. Thread-safe; nothing blocks.
 */
public final class Bridge {

    /** What becomes of the first leg when the second has ended. The second always ends with the first. */
    public enum FirstLeg {
        ENDS,
        /** Goes back to its resting port; whoever made the bridge decides how the call goes on. */
        STAYS
    }

    private final Leg first;
    private final Leg second;
    private final AudioBridge audio;

    private Bridge(Leg first, Leg second) {
        this.first = first;
        this.second = second;
        this.audio = new AudioBridge(second::sendDigit, first::sendDigit, System::nanoTime);
    }

    /** Joins two legs that are up; one that has ended in the meantime ends the bridge at once. */
    public static Bridge join(Leg first, Leg second, FirstLeg afterwards) {
        Bridge bridge = new Bridge(first, second);
        first.bridge(bridge.audio.first());
        second.bridge(bridge.audio.second());
        first.onEnded(end -> second.hangUp(HangUpReason.after(end)));
        second.onEnded(end -> bridge.over(end, afterwards));
        return bridge;
    }

    private void over(CallEnd end, FirstLeg afterwards) {
        first.unplug(audio.first());
        if (afterwards == FirstLeg.ENDS) {
            List<SipHeader> reason = HangUpReason.after(end);
            first.hangUp(reason);
        }
    }

    /** What the first leg hears. */
    public RelayStatistics towardsFirst() {
        return audio.towardsFirst();
    }

    public RelayStatistics towardsSecond() {
        return audio.towardsSecond();
    }
}
