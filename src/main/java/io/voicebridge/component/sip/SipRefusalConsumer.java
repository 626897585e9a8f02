package io.voicebridge.component.sip;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/**
 * {@code sip:refusals}: one exchange for each call that was refused before {@code sip:calls} saw it, one after another,
 * as {@link RefusalDesk} hands them out. At shutdown it goes on as long as calls do, so that what is refused then is told.
 */
class SipRefusalConsumer extends DefaultConsumer implements RefusalSink, ShutdownAware {

    private final AtomicInteger inProgress = new AtomicInteger();
    private RefusalDesk desk;

    SipRefusalConsumer(SipEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    public SipEndpoint getEndpoint() {
        return (SipEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        desk = getEndpoint().getComponent().refusalDesk();
        desk.open(this);
    }

    @Override
    protected void doStop() throws Exception {
        if (desk != null) {
            desk.close(this);
        }
        super.doStop();
    }

    @Override
    public void refused(CallRefused refused) {
        inProgress.incrementAndGet();
        Exchange exchange = createExchange(false);
        try {
            exchange.setPattern(ExchangePattern.InOnly);
            Message message = exchange.getMessage();
            message.setBody(refused);
            message.setHeader(SipConstants.STATUS, refused.status());
            message.setHeader(SipConstants.REASON, refused.reason());
            message.setHeader(SipConstants.SOURCE, refused.source());
            message.setHeader(SipConstants.CALL_ID, refused.callId());
            message.setHeader(SipConstants.CALLED_NUMBER, refused.calledNumber());
            message.setHeader(SipConstants.CALLER_NUMBER, refused.callerNumber());
            process(exchange);
        } finally {
            releaseExchange(exchange, false);
            inProgress.decrementAndGet();
        }
    }

    private void process(Exchange exchange) {
        Exception failure;
        try {
            getProcessor().process(exchange);
            failure = exchange.getException();
        } catch (Exception e) {
            failure = e;
        }
        if (failure != null) {
            getExceptionHandler().handleException("A refused call was not written down", exchange, failure);
        }
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        return inProgress.get();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // Nothing to prepare.
    }
}
