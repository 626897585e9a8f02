package io.voicebridge.cli.http;

import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Serves the HTTP routes without a thread for each request that waits, see {@link ContractConsumer}. Also tells Camel
 * which server serves them: 4.17 finds two, this one and the management server, cannot choose, and looks for a router on
 * port 8080 whatever was configured.
 */
public final class ContractEngine extends VertxPlatformHttpEngine {

    private final int port;
    private final Supplier<Contract> contract;

    /** Any of them, as the contract says which route a request is for. */
    private volatile ContractConsumer consumer;

    /** @param contract asked when the first consumer starts, not before */
    public ContractEngine(int port, Supplier<Contract> contract) {
        this.port = port;
        this.contract = contract;
    }

    @Override
    public int getServerPort() {
        return port;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        ContractConsumer created = new ContractConsumer(
                endpoint, processor, getHandlers(), VertxPlatformHttpRouter.getRouterNameFromPort(port), contract);
        consumer = created;
        return created;
    }

    /** Hands a request whose body has been read to the route of its operation. On the event loop. */
    void serve(RoutingContext request) {
        consumer.handleRequest(request);
    }
}
