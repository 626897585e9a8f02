package io.voicebridge.cli;

import io.vertx.core.VertxOptions;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.Configuration;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;

/**
 * Tells the HTTP engine which server serves the routes. Camel 4.17 finds two servers, this one and the management
 * server, cannot choose, and looks for a router on port 8080 whatever was configured.
 */
@Configuration
public final class HttpWiring implements CamelConfiguration {

    private static final int WORKERS = 256;

    @Override
    public void configure(CamelContext context) {
        int port = Integer.parseInt(context.resolvePropertyPlaceholders("{{camel.server.port}}"));
        VertxPlatformHttpEngine engine = new VertxPlatformHttpEngine() {
            @Override
            public int getServerPort() {
                return port;
            }
        };
        engine.setCamelContext(context);
        // Camel holds a worker for as long as a request waits, and a look-up may wait for its outcome.
        context.getRegistry().bind("vertxOptions", new VertxOptions().setWorkerPoolSize(WORKERS));
        context.getRegistry().bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, PlatformHttpEngine.class, engine);
    }
}
