package io.voicebridge.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ResourceReload;
import org.apache.camel.support.FileWatcherResourceReloadStrategy;
import org.apache.camel.support.PluginHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts an edited route or kamelet to work while the bridge runs, for {@code --dev} and the demo.
 *
 * <p>A changed file is tried first, beside all the others, in a context that starts nothing
 * ({@link RouteTrial}). Only what loads there replaces what runs; otherwise the log says why and the running version
 * stays. Camel reloads routes by itself but not kamelets: their routes are removed and made again here, for each route
 * file that uses them.
 */
final class LiveReload {

    private static final Logger LOG = LoggerFactory.getLogger(LiveReload.class);

    private static final String ROUTES = ".camel.yaml";
    private static final String KAMELET = ".kamelet.yaml";

    private final CamelContext context;
    private final Path home;

    private LiveReload(CamelContext context, Path home) {
        this.context = context;
        this.home = home;
    }

    /** Watches {@code routes/} and {@code kamelets/} of {@code home} until the context stops. */
    static void watch(CamelContext context, Path home) throws Exception {
        LiveReload reload = new LiveReload(context, home);
        reload.watch("routes", ROUTES, reload::routesEdited);
        reload.watch("kamelets", KAMELET, reload::kameletEdited);
    }

    private void watch(String folder, String suffix, ResourceReload edited) throws Exception {
        FileWatcherResourceReloadStrategy watcher =
                new FileWatcherResourceReloadStrategy(home.resolve(folder).toString());
        watcher.setFileFilter(file -> file.getName().endsWith(suffix));
        watcher.setResourceReload(edited);
        context.addService(watcher);
        watcher.start();
    }

    private void routesEdited(String name, Resource routes) {
        attempt(name, List.of(routes), () -> PluginHelper.getRoutesLoader(context)
                .updateRoutes(routes));
    }

    private void kameletEdited(String name, Resource kamelet) throws IOException {
        String file = Path.of(kamelet.getURI()).getFileName().toString();
        String id = file.substring(0, file.length() - KAMELET.length());
        List<Resource> users = new ArrayList<>();
        for (Resource routes : RouteTrial.files(context, home.resolve("routes"), ROUTES)) {
            if (new String(routes.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("kamelet:" + id)) {
                users.add(routes);
            }
        }
        List<Resource> edited = new ArrayList<>(users);
        edited.add(0, kamelet);
        attempt(name, edited, () -> replaceKamelet(id, kamelet, users));
    }

    private void replaceKamelet(String id, Resource kamelet, List<Resource> users) throws Exception {
        for (Route route : List.copyOf(context.getRoutes())) {
            if (isMadeFrom(route, id)) {
                context.getRouteController().stopRoute(route.getRouteId());
                context.removeRoute(route.getRouteId());
            }
        }
        context.removeEndpoints("kamelet:" + id + "*");
        context.removeRouteTemplates(id);
        PluginHelper.getRoutesLoader(context).loadRoutes(kamelet);
        PluginHelper.getRoutesLoader(context).updateRoutes(users);
    }

    /** One edit at a time: both watchers end up here, each on its own thread. */
    private synchronized void attempt(String name, List<Resource> edited, Replacement replacement) {
        try {
            RouteTrial.of(context, home, edited);
        } catch (Exception e) {
            LOG.error("{} does not load, the running version stays: {}", name, rootMessage(e));
            return;
        }
        try {
            replacement.run();
            LOG.info("{} reloaded", name);
        } catch (Exception e) {
            LOG.error("{} loaded in the trial but not in the running bridge: {}", name, rootMessage(e));
        }
    }

    private interface Replacement {
        void run() throws Exception;
    }

    private static boolean isMadeFrom(Route route, String kamelet) {
        String source = route.getEndpoint().getEndpointUri();
        return source.startsWith("kamelet://" + kamelet + "/") || source.startsWith("kamelet://" + kamelet + "?");
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == failure ? failure.getMessage() : failure.getMessage() + ": " + root.getMessage();
    }
}
