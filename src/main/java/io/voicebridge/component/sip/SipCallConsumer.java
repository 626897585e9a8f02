package io.voicebridge.component.sip;

import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code sip:calls}: one exchange for each INVITE, on threads of its own, never on a SIP loop. Whatever the route does,
 * the caller gets an answer: a call that is neither answered nor refused when the exchange ends is refused here.
 *
 * <p>Suspended, it answers 503. At shutdown Camel waits for the calls in progress; those that are left when it loses
 * patience are ended with BYE.
 */
class SipCallConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(SipCallConsumer.class);

    private ExecutorService threads;
    private volatile SipServer server;

    SipCallConsumer(SipEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    public SipEndpoint getEndpoint() {
        return (SipEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        SipComponent component = getEndpoint().getComponent();
        threads = component.newThreads(this, "sip-calls", component.getCallThreads(), component.getCallQueueSize());
        server = component.startServer();
        server.receive(this::receive);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        setHealthCheck(new SipHealth(
                getRouteId(),
                () -> Optional.ofNullable(server).map(SipServer::listeners).orElse(List.of())));
    }

    /** On a SIP loop: hands the call over and returns. */
    private void receive(IncomingCall call) {
        server.metrics().invited();
        if (isSuspendingOrSuspended() || !isRunAllowed()) {
            server.refuse(call, SipBinding.busy("The server takes no new calls now"), "not-taking-calls");
            return;
        }
        try {
            threads.execute(() -> route(call));
        } catch (RejectedExecutionException e) {
            server.refuse(call, SipBinding.busy("The server has too many calls to set up"), "intake-queue-full");
        }
    }

    private void route(IncomingCall call) {
        Exchange exchange = createExchange(false);
        try {
            exchange.setPattern(ExchangePattern.InOut);
            SipBinding.toExchange(call, exchange);
        } catch (RuntimeException e) {
            getExceptionHandler().handleException("A call could not be read", exchange, e);
            server.refuse(call, SipBinding.UNDECIDED, "not-readable");
            releaseExchange(exchange, false);
            return;
        }
        getAsyncProcessor().process(exchange, synchronously -> finish(call, exchange));
    }

    private void finish(IncomingCall call, Exchange exchange) {
        try {
            Exception failure = exchange.getException();
            if (failure != null) {
                getExceptionHandler().handleException("The route of a call failed", exchange, failure);
            }
            if (!call.isDecided()) {
                SipBinding.refusal(exchange).ifPresentOrElse(refusal -> refuse(call, refusal), () -> forgotten(call));
            }
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private void refuse(IncomingCall call, Refusal refusal) {
        server.metrics().refused(refusal.status());
        call.refuse(refusal);
    }

    private void forgotten(IncomingCall call) {
        LOG.warn("The route ended without an answer for a call; it was refused with 500");
        server.refuse(call, SipBinding.UNDECIDED, "not-handled");
    }

    @Override
    protected void doSuspend() throws Exception {
        server.refuseNewCalls();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        server.acceptNewCalls();
        super.doResume();
    }

    @Override
    protected void doStop() throws Exception {
        if (server != null) {
            server.receive(call ->
                    server.refuse(call, SipBinding.busy("The server takes no new calls now"), "not-taking-calls"));
        }
        getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(threads, 5_000);
        super.doStop();
    }

    /** When the bridge stops, Camel suspends the consumer at once, which refuses new calls, and then waits for those there are. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return !isServerStopping();
    }

    @Override
    public int getPendingExchangesSize() {
        return server == null || !isServerStopping() ? 0 : server.activeCalls();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        if (server == null || suspendOnly || !isServerStopping()) {
            return;
        }
        server.refuseNewCalls();
        if (forced) {
            server.endAll();
        }
    }

    /** A route that is only reloaded does not wait for calls: they go on. */
    private boolean isServerStopping() {
        return getEndpoint().getCamelContext().getStatus().isStopping();
    }
}
