package io.voicebridge.cli;

import io.vertx.core.VertxOptions;
import io.vertx.ext.web.Router;
import io.voicebridge.cli.console.ConsolePages;
import io.voicebridge.cli.console.SignInPages;
import io.voicebridge.cli.http.Authentication;
import io.voicebridge.cli.http.Contract;
import io.voicebridge.cli.http.ContractEngine;
import io.voicebridge.cli.http.LargeBodies;
import io.voicebridge.cli.http.Problems;
import io.voicebridge.cli.http.UnroutedRequests;
import java.util.Optional;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.spi.Registry;

/** Binds the engine that serves the HTTP routes. */
public final class HttpWiring implements CamelConfiguration {

    /** More than connections to the database, so that a request that needs none does not wait for those that do. */
    private static final int WORKERS = 64;

    @Override
    public void configure(CamelContext context) throws Exception {
        int port = Integer.parseInt(context.resolvePropertyPlaceholders("{{camel.server.port}}"));
        ContractEngine engine =
                new ContractEngine(port, () -> context.getRegistry().lookupByNameAndType("contract", Contract.class));
        engine.setCamelContext(context);
        context.getRegistry().bind("vertxOptions", new VertxOptions().setWorkerPoolSize(WORKERS));
        context.getRegistry().bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, PlatformHttpEngine.class, engine);
        context.addStartupListener((started, alreadyStarted) -> {
            VertxPlatformHttpRouter mounted =
                    VertxPlatformHttpRouter.lookup(started, VertxPlatformHttpRouter.getRouterNameFromPort(port));
            // Camel gives out a router that is mounted in another; what nothing takes comes to that one.
            Router router = (Router) mounted.getServer().getServer().requestHandler();
            Registry registry = started.getRegistry();
            new UnroutedRequests(
                            registry.lookupByNameAndType("contract", Contract.class),
                            registry.lookupByNameAndType("problems", Problems.class))
                    .answerOn(router);
            new LargeBodies(registry.lookupByNameAndType("authentication", Authentication.class), engine)
                    .takeOn(router);
            if (Boolean.parseBoolean(started.resolvePropertyPlaceholders("{{bridge.console.enabled:true}}"))) {
                new ConsolePages().serveOn(router);
                Optional.ofNullable(registry.lookupByNameAndType("signInPages", SignInPages.class))
                        .ifPresent(pages -> pages.serveOn(router));
            }
        });
    }
}
