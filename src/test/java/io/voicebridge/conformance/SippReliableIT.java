package io.voicebridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.call.Call;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallListener;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.rtp.AudioPort;
import io.voicebridge.sip.ReliableProvisionals;
import io.voicebridge.sip.transport.Admission;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reliable provisional responses and early media between SIPp and a call engine. */
@RealPeer("SIPp")
class SippReliableIT extends SippMatrix {

    /** Hears a caller before the answer. */
    private class Early implements CallListener, AudioPort {

        final IncomingCall call;

        Early(IncomingCall call) {
            this.call = call;
        }

        @Override
        public void answered(Call told) {
            throw new AssertionError("Another one answers");
        }

        @Override
        public void ended(Call told, CallEnd end) {
            // Somebody has answered.
        }

        @Override
        public void received(short[] frame, long sequence) {
            // Nobody listens.
        }

        @Override
        public boolean next(short[] frame, long sequence) {
            return false;
        }

        @Override
        public void digit(char digit) {
            answer(call);
        }
    }

    @Rfc("3262, 3")
    @Test
    void reliableRequired() throws IOException {
        start(100, Admission.everyone(), call -> {
            Early early = new Early(call);
            assertThat(call.progress(early, early)).isTrue();
            answer(call);
        });
        calls("reliable_required", 3);
        assertThat(ended(6)).allSatisfy(end -> assertThat(end.by()).isEqualTo(CallEnd.By.PEER));
    }

    @Rfc("3311")
    @Test
    void reliableUpdate() throws IOException {
        start(100, Admission.everyone(), call -> {
            Early early = new Early(call);
            assertThat(call.progress(early, early)).isTrue();
        });
        calls("reliable_update", 3);
        assertThat(ended(6)).allSatisfy(end -> assertThat(end.by()).isEqualTo(CallEnd.By.PEER));
    }

    @Rfc("3262, 4")
    @Test
    void outboundReliable() throws IOException {
        provisionals = ReliableProvisionals.SUPPORTED;
        dial("outbound_reliable", call -> call.hangUp(List.of()));
    }
}
