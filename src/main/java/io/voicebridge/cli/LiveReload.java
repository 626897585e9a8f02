package io.voicebridge.cli;

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
 * <p>A changed file is tried first, together with all the others, in a context that starts nothing
 * ({@link RouteTrial}). Only what loads there replaces what runs; otherwise the log says why and the running version
 * stays. Camel reloads routes by itself but not kamelets: their routes are removed and made again here, for each route
 * file that uses them.
 */
final class LiveReload {

    private static final Logger LOG = LoggerFactory.getLogger(LiveReload.class);

    private final CamelContext context;
    private final Path home;

    private LiveReload(CamelContext context, Path home) {
        this.context = context;
        this.home = home;
    }

    /** Watches {@code routes/} and {@code kamelets/} of {@code home} until the context stops. */
    static void watch(CamelContext context, Path home) throws Exception {
        LiveReload reload = new LiveReload(context, home);
        reload.watch("routes", ".camel.yaml", reload::reloadRoutes);
        reload.watch("kamelets", ".kamelet.yaml", reload::reloadKamelet);
    }

    private void watch(String folder, String suffix, ResourceReload action) throws Exception {
        FileWatcherResourceReloadStrategy watcher =
                new FileWatcherResourceReloadStrategy(home.resolve(folder).toString());
        watcher.setFileFilter(file -> file.getName().endsWith(suffix));
        watcher.setResourceReload((name, resource) -> attempt(name, resource, action));
        context.addService(watcher);
        watcher.start();
    }

    /** One edit at a time: both watchers end up here, each on its own thread. */
    private synchronized void attempt(String name, Resource changed, ResourceReload action) {
        try {
            RouteTrial.of(context, home);
        } catch (Exception e) {
            LOG.error("{} does not load, the running version stays: {}", name, rootMessage(e));
            return;
        }
        try {
            action.onReload(name, changed);
            LOG.info("{} reloaded", name);
        } catch (Exception e) {
            LOG.error("{} loaded in the trial but not in the running bridge: {}", name, rootMessage(e));
        }
    }

    private void reloadRoutes(String name, Resource changed) throws Exception {
        PluginHelper.getRoutesLoader(context).updateRoutes(changed);
    }

    private void reloadKamelet(String name, Resource changed) throws Exception {
        String file = Path.of(changed.getURI()).getFileName().toString();
        String kamelet = file.substring(0, file.length() - ".kamelet.yaml".length());
        List<Resource> users = new ArrayList<>();
        for (Resource routes : RouteTrial.files(context, home.resolve("routes"), ".camel.yaml")) {
            if (new String(routes.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .contains("kamelet:" + kamelet)) {
                users.add(routes);
            }
        }
        for (Route route : List.copyOf(context.getRoutes())) {
            if (isMadeFrom(route, kamelet)) {
                context.getRouteController().stopRoute(route.getRouteId());
                context.removeRoute(route.getRouteId());
            }
        }
        context.removeEndpoints("kamelet:" + kamelet + "*");
        context.removeRouteTemplates(kamelet);
        PluginHelper.getRoutesLoader(context).loadRoutes(changed);
        PluginHelper.getRoutesLoader(context).updateRoutes(users);
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
