package io.voicebridge.calling;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.call.CallEngine;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.conformance.Carrier;
import io.voicebridge.sip.Transport;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys that a caller's side tells by SIP INFO, over real SIP. */
class InfoDigitsTest {

    private final PhoneCall phone = new PhoneCall();
    private CallEngine engine;
    private RawCaller caller;
    private int cseq = 1;

    @BeforeEach
    void call() throws IOException {
        engine = CallEngine.start(CallEngineSettings.loopback(), call -> call.answer(phone, phone, Optional.empty()));
        caller = new RawCaller(engine.boundAddress(Transport.UDP));
        caller.invites("Content-Type: application/sdp\r\n", RawCaller.SDP).response();
        caller.sends("ACK", 1, "", "");
    }

    @AfterEach
    void stop() throws IOException {
        caller.close();
        engine.close();
    }

    private void info(String type, String body) throws IOException {
        String ok = caller.sends("INFO", ++cseq, "Content-Type: " + type + "\r\n", body)
                .response();
        assertThat(ok).startsWith("SIP/2.0 200 ");
    }

    @Carrier(
            value = "Telnyx",
            says = "a key told by SIP INFO (dtmf_type SIP INFO) is a digit like one of RFC 4733, and once if both come")
    @Test
    void areDigitsLikeAnyOther() throws IOException {
        info("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n");
        info("Application/DTMF-Relay; charset=utf-8", "Duration=160\nsignal= * \n");
        info("application/dtmf-relay", "Signal=11\r\nDuration=250\r\n");
        info("application/dtmf", "7\r\n");
        info("application/dtmf", "Signal=a\r\n");

        phone.hearsKeys("5*#7A");
    }

    @Test
    void areNotMadeOfWhatTellsNoKey() throws IOException {
        info("application/dtmf-relay", "Signal=16\r\nDuration=80\r\n"); // hook flash
        info("application/dtmf-relay", "Signal=\r\n");
        info("application/dtmf-relay", "5");
        info("application/dtmf", "55");
        info("application/dtmf", "x".repeat(5000));
        info("text/plain", "Signal=5\r\n");
        info("application/dtmf", "9");

        phone.hearsKeys("9");
    }
}
