package io.voicebridge.cli.http;

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
        return new ContractConsumer(
                endpoint, processor, getHandlers(), VertxPlatformHttpRouter.getRouterNameFromPort(port), contract);
    }
}
