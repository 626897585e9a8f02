package io.voicebridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Loads every route and kamelet into a context of its own that has the beans and properties of a running one but starts
 * no route: what Camel would refuse, it refuses here first.
 */
final class RouteTrial {

    private RouteTrial() {}

    /** @throws Exception as Camel would throw if the files were loaded in {@code running} */
    static void of(CamelContext running, Path home) throws Exception {
        try (DefaultCamelContext trial = new DefaultCamelContext(new DefaultRegistry(running.getRegistry()))) {
            trial.getCamelContextExtension().setName(running.getName() + "-trial");
            trial.disableJMX();
            trial.setStartupSummaryLevel(StartupSummaryLevel.Off);
            trial.setAutoStartup(false);
            trial.setPropertiesComponent(running.getPropertiesComponent());
            trial.getComponent("kamelet", KameletComponent.class).setLocation("file:" + home.resolve("kamelets"));
            trial.start();
            PluginHelper.getRoutesLoader(trial).loadRoutes(files(trial, home.resolve("kamelets"), ".kamelet.yaml"));
            PluginHelper.getRoutesLoader(trial).loadRoutes(files(trial, home.resolve("routes"), ".camel.yaml"));
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
