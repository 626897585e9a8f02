package io.voicebridge.calling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.call.Call;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallEngine;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.CallListener;
import io.voicebridge.call.MediaNotice;
import io.voicebridge.call.MediaSettings;
import io.voicebridge.call.SilentPort;
import io.voicebridge.call.SrtpSettings;
import io.voicebridge.conformance.Duty;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.sdp.AudioCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A caller that answers SIP but sends no audio at all. */
class LostPeerTest {

    private static final MediaSettings ONE_SECOND = new MediaSettings(
            "127.0.0.1", Optional.empty(), "0", List.of(AudioCodec.PCMU), Duration.ofSeconds(1), SrtpSettings.OFF);

    private final List<Object> told = new CopyOnWriteArrayList<>();
    private final CallListener listener = new CallListener() {
        @Override
        public void answered(Call call) {}

        @Override
        public void noticed(Call call, MediaNotice notice) {
            told.add(notice.kind());
        }

        @Override
        public void ended(Call call, CallEnd end) {
            told.add(end.by());
            told.add(end.detail());
        }
    };

    @Duty("Dead peers")
    @Test
    void endsTheCallAndSaysWhy() throws IOException {
        CallEngineSettings settings = new CallEngineSettings("127.0.0.1", 0, ONE_SECOND, 10);
        try (CallEngine engine = CallEngine.start(
                        settings, call -> call.answer(SilentPort.INSTANCE, listener, Optional.empty()));
                RawCaller caller = new RawCaller(engine.boundAddress(Transport.UDP))) {
            caller.invites("Content-Type: application/sdp\r\n", RawCaller.SDP).response();
            caller.sends("ACK", 1, "", "");

            String bye = caller.request("BYE");

            assertThat(bye)
                    .contains("Reason: Q.850;cause=102;text=\"No audio and no report came from the peer for 1 s\"\r\n");
            caller.answers(bye);
            await().until(() -> told.size() == 3);
            assertThat(told)
                    .containsExactly(
                            MediaNotice.Kind.LOST,
                            CallEnd.By.FAULT,
                            "No audio and no report came from the peer for 1 s");
        }
    }
}
