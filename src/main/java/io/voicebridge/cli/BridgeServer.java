package io.voicebridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.ShutdownRoute;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running bridge: one Camel Main whose routes, kamelets and settings all live outside the jar. */
public final class BridgeServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BridgeServer.class);

    private final BridgeMain main = new BridgeMain();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop, "bridge-shutdown");
    private final Path dataDir;
    private RuntimeFile runtime;

    private BridgeServer(Path dataDir) {
        this.dataDir = dataDir;
    }

    /**
     * Starts and returns when SIP and HTTP are served and {@code runtime.json} is written.
     *
     * @throws Exception if anything does not start; what had started is stopped again
     */
    public static BridgeServer start(BridgeOptions options) throws Exception {
        Settings settings = Settings.load(options);
        Path dataDir = Files.createDirectories(settings.dataDir());
        int httpPort = Ports.choose(settings, "bridge.http");
        int managementPort = Ports.choose(settings, "bridge.management");

        BridgeServer server = new BridgeServer(dataDir);
        BridgeMain main = server.main;
        main.setPropertyPlaceholderLocations("file:" + options.home().resolve("config/application.properties"));
        main.addMainListener(new EnvironmentAsFallback());
        settings.all().forEach(main::addOverrideProperty);
        main.addOverrideProperty("bridge.home", options.home().toString());
        main.addOverrideProperty("bridge.data.dir", dataDir.toString());
        main.addOverrideProperty("bridge.http.port", Integer.toString(httpPort));
        main.addOverrideProperty("bridge.management.port", Integer.toString(managementPort));
        EarlyStart early = EarlyStart.begin(settings, options.home());
        main.bind(EarlyStart.BEAN, early);
        try {
            main.start();
            if (settings.isTrue("bridge.dev")) {
                LiveReload.watch(server.context(), options.home());
            }
            server.announce(httpPort, managementPort);
        } catch (Exception | Error e) {
            early.close();
            server.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(server.hook);
        return server;
    }

    /** What the environment overrides is in the overrides already, see {@link Settings}. */
    private static final class EnvironmentAsFallback extends MainListenerSupport {
        @Override
        public void beforeInitialize(BaseMainSupport main) {
            PropertiesComponent properties =
                    (PropertiesComponent) main.getCamelContext().getPropertiesComponent();
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
        }
    }

    private void announce(int httpPort, int managementPort) throws IOException {
        runtime = RuntimeFile.of(context(), httpPort, managementPort);
        runtime.write(dataDir);
        LOG.info(
                "Voice Bridge {} serves HTTP on {}, SIP on {}, SIP over TLS on {}, management on {}",
                Version.current(),
                httpPort,
                runtime.sipPort(),
                runtime.sipsPort() == 0 ? "no port" : runtime.sipsPort(),
                managementPort);
    }

    /** The ports in use, the process id and, with demo data, the keys: the content of {@code runtime.json}. */
    public RuntimeFile runtime() {
        return runtime;
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    /** Blocks until {@link #close()} or SIGTERM has stopped the bridge. */
    public void awaitStop() throws InterruptedException {
        stopped.await();
    }

    /** Drains: no new calls, calls in progress end or {@code bridge.drain.seconds} pass. Idempotent. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the process ends already, and the hook does the work
            return;
        }
        stop();
    }

    /** While the bridge drains, its calls end and their scripts ask for outcomes: it answers until the last call is over. */
    private void serveHttpToTheEnd() {
        for (Route route : context().getRoutes()) {
            String uri = route.getEndpoint().getEndpointBaseUri();
            if (uri.startsWith("rest-") || uri.startsWith("platform-http:")) {
                route.setShutdownRoute(ShutdownRoute.Defer);
            }
        }
    }

    private synchronized void stop() {
        if (context() != null && context().getStatus() != ServiceStatus.Stopped) {
            serveHttpToTheEnd();
            main.stop();
        }
        stopped.countDown();
    }
}
