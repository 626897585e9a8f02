package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveReloadTest {

    @TempDir
    Path home;

    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void startsWithOneRouteThatUsesOneKamelet() throws Exception {
        Files.createDirectories(home.resolve("routes"));
        Files.createDirectories(home.resolve("kamelets"));
        kamelet("first");
        route("- to: kamelet:greet-action");
        context.getComponent("kamelet", KameletComponent.class).setLocation("file:" + home.resolve("kamelets"));
        context.start();
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(RouteTrial.files(context, home.resolve("routes"), ".camel.yaml"));
        assertThat(answer()).isEqualTo("first");
        LiveReload.watch(context, home);
    }

    @AfterEach
    void stop() throws IOException {
        context.close();
    }

    @Test
    void putsAnEditedRouteToWork() throws IOException {
        route("- setBody: {constant: edited}");

        awaitAnswer("edited");
    }

    @Test
    void putsAnEditedKameletToWork() throws IOException {
        kamelet("second");

        awaitAnswer("second");
    }

    @Test
    void keepsTheRunningRouteWhenAnEditDoesNotLoad() throws IOException {
        route("- setBodyy: {constant: broken}");
        write("routes/other.camel.yaml", "- route: {id: other, from: {uri: 'direct:other', steps: [{stop: {}}]}}");

        assertThat(answer()).isEqualTo("first");
        route("- setBody: {constant: mended}");
        awaitAnswer("mended");
    }

    @Test
    void keepsTheRunningRouteWhenAnEditNamesAnOptionThatDoesNotExist() throws IOException {
        route("- to: {uri: log:x, parameters: {noSuchOption: 1}}");
        kamelet("third");

        assertThat(answer()).isEqualTo("first");
        route("- to: kamelet:greet-action");
        kamelet("fourth");
        awaitAnswer("fourth");
    }

    @Test
    void takesAnEditWhileAnotherFileIsBroken() throws IOException {
        write("routes/broken.camel.yaml", "- route: {id: broken, from: {uri: 'direct:broken', stepz: []}}");

        route("- setBody: {constant: edited}");

        awaitAnswer("edited");
    }

    private void awaitAnswer(String expected) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(answer()).isEqualTo(expected));
    }

    private String answer() {
        return context.createFluentProducerTemplate().to("direct:greet").request(String.class);
    }

    private void route(String step) throws IOException {
        write(
                "routes/greet.camel.yaml",
                "- route:\n    id: greet\n    from:\n      uri: direct:greet\n      steps:\n        " + step + "\n");
    }

    private void kamelet(String greeting) throws IOException {
        write("kamelets/greet-action.kamelet.yaml", """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata: {name: greet-action}
                spec:
                  definition: {title: Greet}
                  template:
                    from:
                      uri: kamelet:source
                      steps:
                        - setBody: {constant: "%s"}
                """.formatted(greeting));
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(home.resolve(file), text);
    }
}
