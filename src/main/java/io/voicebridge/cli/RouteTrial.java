package io.voicebridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RoutesLoader;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads routes and kamelets into a context of its own that has the beans and properties of a running one but starts no
 * route: what Camel would refuse, it refuses here first.
 */
final class RouteTrial {

    private static final Logger LOG = LoggerFactory.getLogger(RouteTrial.class);

    private RouteTrial() {}

    /**
     * @param edited what must load; other files that do not load, because they are being edited too, are left out
     * @throws Exception as Camel would throw if the edited files were loaded in {@code running}
     */
    static void of(CamelContext running, Path home, List<Resource> edited) throws Exception {
        try (DefaultCamelContext trial = new DefaultCamelContext(new DefaultRegistry(running.getRegistry()))) {
            trial.getCamelContextExtension().setName(running.getName() + "-trial");
            trial.disableJMX();
            trial.setStartupSummaryLevel(StartupSummaryLevel.Off);
            trial.setAutoStartup(false);
            trial.setPropertiesComponent(running.getPropertiesComponent());
            trial.getComponent("kamelet", KameletComponent.class).setLocation("file:" + home.resolve("kamelets"));
            trial.start();
            RoutesLoader loader = PluginHelper.getRoutesLoader(trial);
            Set<String> locations = edited.stream().map(Resource::getLocation).collect(Collectors.toSet());
            for (Resource other : others(trial, home)) {
                if (!locations.contains(other.getLocation())) {
                    loadIfItLoads(loader, other);
                }
            }
            for (Resource file : edited) {
                loader.loadRoutes(file);
            }
        }
    }

    private static List<Resource> others(CamelContext trial, Path home) throws IOException {
        List<Resource> all = files(trial, home.resolve("kamelets"), ".kamelet.yaml");
        all.addAll(files(trial, home.resolve("routes"), ".camel.yaml"));
        return all;
    }

    private static void loadIfItLoads(RoutesLoader loader, Resource file) {
        try {
            loader.loadRoutes(file);
        } catch (Exception e) {
            LOG.debug("{} is left out of the trial: {}", file.getLocation(), e.getMessage());
        }
    }

    /** The files of a folder, in the order of their names. */
    static List<Resource> files(CamelContext context, Path folder, String suffix) throws IOException {
        List<Resource> resources = new ArrayList<>();
        try (Stream<Path> paths = Files.list(folder)) {
            paths.filter(path -> path.toString().endsWith(suffix))
                    .sorted()
                    .forEach(path -> resources.add(ResourceHelper.resolveResource(context, "file:" + path)));
        }
        return resources;
    }
}
