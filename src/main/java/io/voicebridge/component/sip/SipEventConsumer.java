package io.voicebridge.component.sip;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/**
 * {@code sip:events}: one exchange for each event, in order for each call; calls do not wait for each other. The next
 * event of a call comes when the exchange of the one before is done, so the route's error handler can try it again.
 */
class SipEventConsumer extends DefaultConsumer implements EventSink, ShutdownAware {

    private final AtomicInteger inProgress = new AtomicInteger();

    SipEventConsumer(SipEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        endpoint.getComponent().eventDesk().expect();
    }

    @Override
    public SipEndpoint getEndpoint() {
        return (SipEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        getEndpoint().getComponent().eventDesk().open(this);
    }

    @Override
    protected void doStop() throws Exception {
        getEndpoint().getComponent().eventDesk().close(this);
        super.doStop();
    }

    @Override
    public void deliver(CallEvent event, Map<String, Object> variables, Consumer<String> done) {
        inProgress.incrementAndGet();
        Exchange exchange = createExchange(false);
        exchange.setPattern(event instanceof CallEvent.Tool ? ExchangePattern.InOut : ExchangePattern.InOnly);
        exchange.getMessage().setHeader(SipConstants.EVENT, event.name());
        exchange.getMessage().setBody(event.body());
        if (event instanceof CallEvent.Ended ended) {
            ended.body().media().ifPresent(counted -> SipBinding.media(counted, exchange.getMessage()));
        }
        if (event instanceof CallEvent.Answered answered) {
            SipBinding.security(exchange, answered.body().security());
        }
        variables.forEach((name, value) -> {
            if (name.equals(SipConstants.LEG_ID)) {
                exchange.getMessage().setHeader(name, value);
            } else {
                exchange.setVariable(name, value);
            }
        });
        getAsyncProcessor().process(exchange, synchronously -> finish(event, exchange, done));
    }

    private void finish(CallEvent event, Exchange exchange, Consumer<String> done) {
        String reply = "";
        try {
            Exception failure = exchange.getException();
            if (failure != null) {
                getExceptionHandler().handleException("The event " + event.name() + " was lost", exchange, failure);
            } else if (event instanceof CallEvent.Tool) {
                String body = exchange.getMessage().getBody(String.class);
                reply = body == null ? "" : body;
            }
        } finally {
            releaseExchange(exchange, false);
            inProgress.decrementAndGet();
            done.accept(reply);
        }
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        boolean stopping = getEndpoint().getCamelContext().getStatus().isStopping();
        int calls = stopping
                ? getEndpoint()
                        .getComponent()
                        .server()
                        .map(server -> server.calls().size())
                        .orElse(0)
                : 0;
        return calls + inProgress.get();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // Nothing to prepare: the calls end, and their events with them.
    }
}
