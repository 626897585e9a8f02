package io.voicebridge.component.sip;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * A step of a route that waits for something to happen in a call. While it waits no thread is held; when it is done, the
 * route goes on, on a thread of the component and never on a SIP loop or a media thread.
 */
abstract class CallStep extends DefaultAsyncProducer {

    static final String CALL_ENDED = "call-ended";

    /** Goes on with the exchange, once. From any thread. */
    interface Done {

        /** @param sipStatus 200, or the status of SIP that says what is wrong */
        void with(String result, int sipStatus);
    }

    CallStep(SipEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public SipEndpoint getEndpoint() {
        return (SipEndpoint) super.getEndpoint();
    }

    CallOptions options() {
        return getEndpoint().getOptions();
    }

    SipComponent component() {
        return getEndpoint().getComponent();
    }

    SipServer server() {
        return component().server().orElseThrow(() -> new IllegalStateException("The component has stopped"));
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        component().placesCalls();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        AtomicBoolean first = new AtomicBoolean(true);
        Done done = (result, sipStatus) -> {
            if (first.getAndSet(false)) {
                server().goOn(() -> {
                    exchange.getMessage().setHeader(SipConstants.RESULT, result);
                    exchange.getMessage().setHeader(SipConstants.STATUS, sipStatus);
                    callback.done(false);
                });
            }
        };
        try {
            begin(exchange, done);
        } catch (RuntimeException e) {
            if (first.getAndSet(false)) {
                exchange.setException(e);
                callback.done(true);
                return true;
            }
            throw e;
        }
        return false;
    }

    /** Starts what the step does. Throws, or says that it is done, now or later. */
    abstract void begin(Exchange exchange, Done done);
}
