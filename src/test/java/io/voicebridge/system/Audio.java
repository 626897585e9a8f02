package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.voicebridge.calling.PhoneCall;
import io.voicebridge.rtp.RtpStatistics;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What telephones heard of a bridge.
 *
 * @param came packets
 */
record Audio(long came, long lost, long concealed) {

    /** Of calls that are over: nothing on the way to the telephones, and nothing in the recordings. */
    static Audio nothingIsMissing(BridgeProcess bridge, List<PhoneCall> calls, IntFunction<String> session)
            throws Exception {
        Audio all = new Audio(0, 0, 0);
        for (int i = 0; i < calls.size(); i++) {
            RtpStatistics audio = calls.get(i).statistics();
            assertThat(audio.lost()).isZero();
            assertThat(audio.packetsReceived()).as("one every 20 ms").isGreaterThan(audio.frames() * 99 / 100);
            all = new Audio(
                    all.came() + audio.packetsReceived(),
                    all.lost() + audio.lost(),
                    all.concealed() + audio.concealedFrames());
            String id = bridge.five9("/five9/v1/outcome?correlation=" + session.apply(i))
                    .path("conversation_id")
                    .asText();
            assertThat(Wav.read(bridge.recording(id)).seconds())
                    .as("the recording is as long as the call")
                    .isCloseTo(audio.frames() / 50.0, within(0.5));
        }
        return all;
    }
}
