package io.voicebridge.cli;

import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.voicebridge.cli.http.Contract;
import io.voicebridge.cli.http.Problems;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.Configuration;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Tells the HTTP engine which server serves the routes. Camel 4.17 finds two servers, this one and the management
 * server, cannot choose, and looks for a router on port 8080 whatever was configured.
 */
@Configuration
public final class HttpWiring implements CamelConfiguration {

    private static final int WORKERS = 256;

    private static final int[] ANSWERED_BY_THE_SERVER = {400, 404, 405, 413, 500};

    @Override
    public void configure(CamelContext context) throws Exception {
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
        answerUnrouted(context, port);
    }

    /** What no route takes is answered with a problem document as well. */
    private static void answerUnrouted(CamelContext context, int port) throws Exception {
        context.addStartupListener((started, alreadyStarted) -> {
            Problems problems = started.getRegistry().lookupByNameAndType("problems", Problems.class);
            VertxPlatformHttpRouter mounted =
                    VertxPlatformHttpRouter.lookup(started, VertxPlatformHttpRouter.getRouterNameFromPort(port));
            // Camel gives out a router that is mounted in another; what nothing takes comes to that one.
            Router router = (Router) mounted.getServer().getServer().requestHandler();
            // Camel would answer these by itself, without a body.
            Contract contract = started.getRegistry().lookupByNameAndType("contract", Contract.class);
            router.routeWithRegex("/(api|five9|hooks)/.*").order(-1).handler(request -> {
                int status = contract.statusOf(request.request().method().name(), request.normalizedPath());
                if (status == 200) {
                    request.next();
                } else {
                    request.fail(status);
                }
            });
            for (int status : ANSWERED_BY_THE_SERVER) {
                router.errorHandler(status, request -> request.response()
                        .setStatusCode(status)
                        .putHeader("Content-Type", "application/problem+json")
                        .putHeader("Cache-Control", "no-store")
                        .end(Buffer.buffer(problems.unrouted(status, request.normalizedPath()))));
            }
        });
    }
}
