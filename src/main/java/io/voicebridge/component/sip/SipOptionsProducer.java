package io.voicebridge.component.sip;

import io.voicebridge.sip.PeerAnswer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;

/**
 * {@code sip:options}: asks the peer at {@link SipConstants#TARGET} whether it is there (RFC 3261 section 11). The body is
 * then a {@link PeerAnswer}; {@link SipConstants#RESULT} is {@code answered}, whatever the answer, or {@code unreachable}.
 */
class SipOptionsProducer extends CallStep {

    SipOptionsProducer(SipEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    void begin(Exchange exchange, Done done) {
        Duration patience = Duration.ofMillis(exchange.getMessage()
                .getHeader(SipConstants.RING_TIMEOUT, options().getRingTimeout(), Long.class));
        String target = exchange.getMessage()
                .getHeader(SipConstants.TARGET, "", String.class)
                .strip();
        CompletableFuture<PeerAnswer> asked = server().options(target);
        asked.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).whenComplete((answer, late) -> {
            PeerAnswer told = late == null ? answer : PeerAnswer.silent(patience);
            exchange.getMessage().setBody(told);
            done.with(told.answered() ? "answered" : "unreachable", told.status());
        });
    }
}
