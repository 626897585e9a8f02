package io.voicebridge.sip.dialog;

import io.voicebridge.sip.message.WireRequest;
import java.util.Optional;

/** The 200 of ours in a dialog that has no ACK yet, if there is one. Used on one loop only. */
final class AwaitedAck {

    private Optional<Unacknowledged> ok = Optional.empty();

    /** Sends a 200, and again until its ACK comes; one from before is not repeated any more. */
    void await(Unacknowledged next, Runnable givenUp) {
        stop();
        ok = Optional.of(next);
        next.start(() -> {
            ok = Optional.empty();
            givenUp.run();
        });
    }

    /** The 200 that this is the ACK of; it is not repeated any more. Empty if it is the ACK of another, or a repeated one. */
    Optional<Unacknowledged> take(WireRequest ack) {
        Optional<Unacknowledged> acknowledged =
                ok.filter(sent -> sent.cseq() == ack.cseq().number());
        if (acknowledged.isPresent()) {
            stop();
        }
        return acknowledged;
    }

    boolean isMissing() {
        return ok.isPresent();
    }

    /** True while the ACK has to bring the answer to our offer. */
    boolean isToAnswer() {
        return ok.filter(Unacknowledged::hasOffer).isPresent();
    }

    void stop() {
        ok.ifPresent(Unacknowledged::stop);
        ok = Optional.empty();
    }
}
