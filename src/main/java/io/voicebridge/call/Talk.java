package io.voicebridge.call;

import io.voicebridge.rtp.AudioPort;
import java.util.List;
import java.util.Optional;

/** Who talks with a caller, and who is told what becomes of the call: one before the answer, one from the answer on. */
record Talk(AudioPort port, CallListener listener, Optional<Recording> recording, MediaEvents media) {

    static Talk of(Call call, AudioPort port, CallListener listener, Optional<Recording> recording) {
        return new Talk(port, listener, recording, new MediaEvents(call, listener));
    }

    void end(Call call, CallEnd end) {
        recording.ifPresent(Recording::end);
        listener.ended(call, end);
    }

    /** Somebody else talks with the caller now. */
    void handOver(Call call) {
        end(call, new CallEnd(CallEnd.By.US, 200, List.of(), "The call was answered after its early media."));
    }
}
