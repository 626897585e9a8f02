package io.voicebridge.component.sip;

import io.voicebridge.call.IncomingCall;
import org.apache.camel.Exchange;

/**
 * {@code sip:answer}: answers the {@link IncomingCall} in the body, without an agent. What the caller then hears, and
 * whom, is for the next steps to say; until then it is silence. A call that cannot be answered is refused, and
 * {@link SipConstants#STATUS} says with what. The exchange's variables that are texts or numbers are those of the call's
 * exchanges on {@code sip:events}.
 */
class SipAnswerProducer extends CallStep {

    SipAnswerProducer(SipEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    void begin(Exchange exchange, Done done) {
        IncomingCall call = exchange.getMessage().getBody(IncomingCall.class);
        if (call == null) {
            throw new IllegalArgumentException("sip:answer needs the call in the body, as sip:calls has put it there");
        }
        PlainCall plain = server().plain(call.id(), options().isRecording(), true, SipBinding.carried(exchange));
        plain.leg().onAnswered(answered -> {
            SipBinding.security(exchange, answered.security());
            done.with("answered", 200);
        });
        plain.leg().onEnded(end -> done.with(CALL_ENDED, end.status() == 200 ? 481 : end.status()));
        plain.answer(call, SipBinding.encryption(exchange, options().getSrtp()));
    }
}
