package io.voicebridge.component.sip;

import io.voicebridge.call.Bridge;
import io.voicebridge.call.CallEnd;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * {@code sip:bridge}: joins the exchange's own call with the one that {@code sip:dial} has placed. An agent takes its
 * leave. Goes on when they hear each other or, with {@code wait}, when that is over.
 */
class SipBridgeProducer extends CallStep {

    SipBridgeProducer(SipEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    void begin(Exchange exchange, Done done) {
        Optional<RoutedCall> own = CallFinder.own(exchange, component());
        Optional<RoutedCall> dialled = CallFinder.dialled(exchange, component());
        if (own.isEmpty()
                || dialled.isEmpty()
                || !own.get().leg().isUp()
                || !dialled.get().leg().isUp()) {
            done.with(CALL_ENDED, 481);
            return;
        }
        join(own.get(), dialled.get(), done);
    }

    private void join(RoutedCall own, RoutedCall dialled, Done done) {
        boolean both = options().getHangup().equals("both");
        if (options().getBridgeRecording().equals("stop")) {
            own.stopRecording();
        }
        long since = System.nanoTime();
        Bridge bridge = Bridge.join(own.leg(), dialled.leg(), both ? Bridge.FirstLeg.ENDS : Bridge.FirstLeg.STAYS);
        own.dismissAgent();
        dialled.leg().onEnded(end -> {
            long millis = (System.nanoTime() - since) / 1_000_000;
            own.tell(new CallEvent.BridgeOver(bridgeEnded(bridge, end, millis)));
            done.with("ended", 200);
        });
        if (!options().isWait()) {
            done.with("bridged", 200);
        }
    }

    private BridgeEnded bridgeEnded(Bridge bridge, CallEnd end, long millis) {
        return new BridgeEnded(
                component().clock().instant(), end, millis, bridge.towardsFirst(), bridge.towardsSecond());
    }
}
