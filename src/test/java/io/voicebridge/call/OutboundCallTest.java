package io.voicebridge.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.SipHeader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A call that is hung up before anybody answers. */
class OutboundCallTest {

    private static final SipHeader REASON = new SipHeader("Reason", "Q.850;cause=16;text=\"The caller has hung up\"");

    private static final CallListener NOBODY = new CallListener() {
        @Override
        public void answered(Call call) {}

        @Override
        public void ended(Call call, CallEnd end) {}
    };

    private final List<List<SipHeader>> cancels = new ArrayList<>();

    private static OutboundCall call() {
        return new OutboundCall("call-1", null, SilentPort.INSTANCE, NOBODY, () -> {}, false);
    }

    @Rfc("3326; 6432")
    @Test
    void saysWithTheCancelWhyItIsGivenUp() {
        OutboundCall call = call();
        call.invited(cancels::add);

        call.hangUp(List.of(REASON));

        assertThat(cancels).containsExactly(List.of(REASON));
    }

    @Test
    void keepsTheReasonUntilTheInviteIsOnItsWay() {
        OutboundCall call = call();

        call.hangUp(List.of(REASON));
        call.invited(cancels::add);

        assertThat(cancels).containsExactly(List.of(REASON));
    }

    @Test
    void cancelsWithoutAHeaderThatSipDoesNotAllow() {
        OutboundCall call = call();
        call.invited(cancels::add);

        call.hangUp(List.of(new SipHeader("X-Note", "a\r\nVia: forged"), REASON));

        assertThat(cancels).containsExactly(List.of(REASON));
    }
}
