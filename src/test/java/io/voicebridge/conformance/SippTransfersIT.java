package io.voicebridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.call.CallEnd;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.sip.Refer;
import io.voicebridge.sip.ReferState;
import io.voicebridge.sip.transport.Admission;
import java.io.IOException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Transfers that we ask SIPp for, and those that it asks us for. */
@RealPeer("SIPp")
class SippTransfersIT extends SippMatrix {

    private final Queue<ReferState> states = new ConcurrentLinkedQueue<>();

    private void startAndRefer(Refer refer) throws IOException {
        start(100, Admission.everyone(), call -> answerAndRefer(call, refer));
    }

    private void answerAndRefer(IncomingCall call, Refer refer) {
        call.answer(this, this, Optional.empty());
        call.refer(refer, states::add);
    }

    @Rfc(
            value = "3515, 2.4.4",
            says = "a transfer is asked for by REFER and followed by its NOTIFYs; BYE when it has come about")
    @Test
    void blindTransfer() throws IOException {
        startAndRefer(Refer.to("tel:+13035550111"));
        calls("blind_transfer", 3);
        assertThat(ended(6)).allSatisfy(end -> assertThat(end.by()).isEqualTo(CallEnd.By.US));
        assertThat(states).filteredOn(ReferState::isFinal).containsOnly(new ReferState.Completed(200));
    }

    @Rfc(value = "3515, 2.4.4", says = "a transfer that fails leaves the call as it was, and says why")
    @Test
    void blindTransferToSomebodyBusy() throws IOException {
        startAndRefer(Refer.to("tel:+13035550111"));
        calls("blind_transfer_busy", 3);
        assertThat(ended(6)).allSatisfy(end -> assertThat(end.by()).isEqualTo(CallEnd.By.PEER));
        assertThat(states).filteredOn(ReferState::isFinal).containsOnly(new ReferState.Failed(486, "Busy Here"));
    }

    @Rfc(
            value = "3891, 3; 3892",
            says = "an attended transfer of ours names the call to replace in Refer-To, and who asks in Referred-By")
    @Test
    void attendedTransferA() throws IOException {
        startAndRefer(Refer.to("sip:desk@desk.example")
                .replacing(new Refer.Replaces("consult@desk.example", "theirs", "ours"))
                .referredBy("sip:bridge@127.0.0.1"));
        calls("attended_transfer_a", 3);
        assertThat(ended(6)).allSatisfy(end -> assertThat(end.by()).isEqualTo(CallEnd.By.US));
        assertThat(states).filteredOn(ReferState::isFinal).containsOnly(new ReferState.Completed(200));
    }

    @Duty(
            value = "Incoming REFER",
            says = "603 inside a call, told to whoever looks at the call; 405 outside; nobody is called")
    @Test
    void referRefused603() throws IOException {
        startAndAnswer();
        calls("refer_refused_603", 3);
        assertThat(ended(6)).allSatisfy(end -> assertThat(end.by()).isEqualTo(CallEnd.By.PEER));
    }

    @Duty(
            value = "Incoming REFER",
            says = "603 inside a call, told to whoever looks at the call; 405 outside; nobody is called")
    @Test
    void attendedTransferOfTheCallerRefused603() throws IOException {
        startAndAnswer();
        calls("attended_transfer_refused_603", 3);
        assertThat(ended(6)).allSatisfy(end -> assertThat(end.by()).isEqualTo(CallEnd.By.PEER));
    }

    @Test
    void replacesRefused603() throws IOException {
        startAndAnswer();
        calls("replaces_refused_603", 3);
        assertThat(answered).isEmpty();
    }
}
