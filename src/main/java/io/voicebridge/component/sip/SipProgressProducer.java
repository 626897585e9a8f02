package io.voicebridge.component.sip;

import io.voicebridge.call.IncomingCall;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * {@code sip:progress}: lets the caller of the {@link IncomingCall} in the body hear something before the answer (early
 * media): 183 with a session description, to which the answer keeps. What is heard is for the next steps to say; until then
 * it is silence. With {@code ringing} it is 180, and the caller's side makes a ring-back of its own. {@link SipConstants#RESULT} is {@code early-media}; {@code no-early-media} where the INVITE has no offer
 * that fits, and then nothing was sent; or {@code call-ended}. The call is still to be answered or refused.
 */
class SipProgressProducer extends CallStep {

    SipProgressProducer(SipEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    void begin(Exchange exchange, Done done) {
        IncomingCall call = exchange.getMessage().getBody(IncomingCall.class);
        if (call == null) {
            throw new IllegalArgumentException(
                    "sip:progress needs the call in the body, as sip:calls has put it there");
        }
        if (options().isRinging()) {
            call.ring();
            done.with(call.isDecided() ? CALL_ENDED : "ringing", call.isDecided() ? 481 : 180);
            return;
        }
        PlainCall plain = server().plain(call.id(), false, false, Map.of());
        plain.leg().onEarly(early -> done.with("early-media", 183));
        plain.leg().onEnded(end -> done.with(CALL_ENDED, end.status() == 200 ? 481 : end.status()));
        Optional<String> obstacle =
                plain.progress(call, SipBinding.encryption(exchange, options().getSrtp()));
        obstacle.ifPresent(result -> done.with(result, result.equals(CALL_ENDED) ? 481 : 100));
    }
}
