package io.voicebridge.cli.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.spi.ProducerCache;
import org.apache.camel.support.cache.DefaultProducerCache;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Takes HTTP requests in for the routes. What stands in the contract goes straight to the {@code direct:} route of its
 * operation; the {@code rest: openApi:} route checks at start that each operation has one, and says where it listens.
 *
 * <p>Camel's own consumer holds a worker thread until the route is done, and so does the step of {@code rest: openApi:}
 * that looks for the operation. Here a route begins on a worker, and a step that returns a
 * {@link java.util.concurrent.CompletionStage} gives the worker back: a look-up that waits for its outcome holds a
 * connection and a few objects, no thread.
 */
final class ContractConsumer extends VertxPlatformHttpConsumer {

    /** Set by {@link UnroutedRequests} to the operation that the request asks for. */
    static final String OPERATION = "operation";

    /** The Content-Type of a form that the server does not take apart. */
    private static final String FORM = "form";

    private final ProducerCache producers;
    private final Supplier<Contract> contracts;
    private Contract contract;

    ContractConsumer(
            PlatformHttpEndpoint endpoint,
            Processor processor,
            List<Handler<RoutingContext>> handlers,
            String routerName,
            Supplier<Contract> contracts) {
        super(endpoint, processor, handlers, routerName);
        this.contracts = contracts;
        this.producers = new DefaultProducerCache(this, endpoint.getCamelContext(), 0);
    }

    @Override
    protected void doStart() throws Exception {
        contract = contracts.get();
        ServiceHelper.startService(producers);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        ServiceHelper.stopService(producers);
    }

    /** On the event loop. */
    @Override
    protected void handleRequest(RoutingContext request) {
        if (isSuspended()) {
            request.fail(503);
            return;
        }
        Context loop = request.vertx().getOrCreateContext();
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        processHttpRequest(exchange, request)
                .compose(taken -> {
                    takeForm(request, exchange);
                    return request.vertx().executeBlocking(() -> begin(request, exchange, loop), false);
                })
                .onFailure(failure -> failed(request, exchange, failure));
    }

    /**
     * Keeps the server from taking a form apart: it fails on one that comes with GET, and refuses long fields. What reads
     * forms here reads them as text. To be called before the body is read.
     */
    static void leaveFormAlone(RoutingContext request) {
        String type = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null
                && type.toLowerCase(Locale.ROOT).matches("(application/x-www-form-urlencoded|multipart/form-data).*")) {
            request.put(FORM, type);
            request.request().headers().remove(HttpHeaders.CONTENT_TYPE);
        }
    }

    private static void takeForm(RoutingContext request, Exchange exchange) {
        String type = request.get(FORM);
        if (type != null) {
            exchange.getIn().setHeader(Exchange.CONTENT_TYPE, type);
            exchange.getIn()
                    .setBody(
                            request.body().buffer() == null
                                    ? new byte[0]
                                    : request.body().buffer().getBytes());
        }
    }

    /** On a worker, which is free again when the route is done or waits. */
    private Void begin(RoutingContext request, Exchange exchange, Context loop) throws Exception {
        createUoW(exchange);
        AsyncCallback done = synchronous -> loop.runOnContext(back -> answer(request, exchange));
        Optional<Operation> operation = operation(request);
        if (operation.isEmpty()) {
            getAsyncProcessor().process(exchange, done);
            return null;
        }
        String path = request.normalizedPath();
        operation.get().placeholders(path).forEach(exchange.getMessage()::setHeader);
        Endpoint route =
                exchange.getContext().getEndpoint("direct:" + operation.get().id());
        AsyncProducer producer = producers.acquireProducer(route);
        producer.process(exchange, synchronous -> {
            producers.releaseProducer(route, producer);
            done.done(synchronous);
        });
        return null;
    }

    private Optional<Operation> operation(RoutingContext request) {
        Operation found = request.get(OPERATION);
        return found != null
                ? Optional.of(found)
                : contract.at(request.request().method().name(), request.normalizedPath());
    }

    /** On the event loop. */
    private void answer(RoutingContext request, Exchange exchange) {
        if (exchange.getException() != null) {
            failed(request, exchange, exchange.getException());
            return;
        }
        Future<Void> written;
        try {
            written = ResponseWriter.write(request, exchange, getEndpoint().getHeaderFilterStrategy());
        } catch (RuntimeException e) {
            failed(request, exchange, e);
            return;
        }
        // who asked may have gone meanwhile: nobody's fault
        written.onComplete(done -> finished(exchange));
    }

    private void failed(RoutingContext request, Exchange exchange, Throwable failure) {
        getExceptionHandler().handleException("A request to " + request.normalizedPath() + " failed", failure);
        if (!request.response().ended()) {
            request.fail(500);
        }
        finished(exchange);
    }

    private void finished(Exchange exchange) {
        doneUoW(exchange);
        releaseExchange(exchange, false);
    }
}
