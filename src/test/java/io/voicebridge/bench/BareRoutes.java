package io.voicebridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the YAML and the settings of {@link BareCamel}. */
final class BareRoutes {

    private static final int ROUTES_IN_A_FILE = 6;

    private static final String SETTINGS = """
            camel.main.name = bare
            camel.main.routes-include-pattern = file:{{bridge.home}}/routes/*.camel.yaml
            camel.main.jmx-enabled = false
            camel.opentelemetry2.enabled = false
            camel.metrics.enable-exchange-event-notifier = false
            camel.metrics.route-policy-level = route
            camel.metrics.binders = jvm-memory,jvm-gc,jvm-thread,processor,file-descriptor,uptime
            camel.main.startup-summary-level = Oneline
            camel.component.kamelet.location = file:{{bridge.home}}/kamelets
            camel.component.kamelet.no-error-handler = true
            camel.server.enabled = true
            camel.server.host = 127.0.0.1
            camel.management.enabled = true
            camel.management.host = 127.0.0.1
            """;

    private static final String ERRORS = """
            - routeConfiguration:
                id: failures
                onException:
                  - onException:
                      exception: [java.lang.Throwable]
                      handled: {constant: "true"}
                      steps:
                        - setHeader: {name: CamelHttpResponseCode, constant: "500"}
                        - setBody: {constant: failed}
            """;

    private static final String KAMELET = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: accept-action
              labels: {camel.apache.org/kamelet.type: action}
            spec:
              definition:
                title: Accept
                description: Checks a request
                type: object
                required: [operation, scope]
                properties:
                  operation: {title: Operation, description: Which one, type: string}
                  scope: {title: Scope, description: What for, type: string}
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - bean: {ref: work, method: "check('{{scope}}')"}
                    - bean: {ref: work, method: "check('quota')"}
                    - bean: {ref: work, method: "check('{{operation}}')"}
                    - bean: {ref: work, method: "check('again')"}
            """;

    private BareRoutes() {}

    /**
     * @param routes how many
     * @param kamelets how many of them call one
     * @param operations how many of them are served by HTTP
     */
    static void write(Path home, int routes, int kamelets, int operations) throws IOException {
        Path folder = Files.createDirectories(home.resolve("routes"));
        Files.writeString(home.resolve("application.properties"), SETTINGS);
        Files.writeString(
                Files.createDirectories(home.resolve("kamelets")).resolve("accept-action.kamelet.yaml"), KAMELET);
        Files.writeString(folder.resolve("errors.camel.yaml"), ERRORS);
        StringBuilder rest = new StringBuilder("- rest:\n    path: /api\n    get:\n");
        for (int i = 0; i < operations; i++) {
            rest.append("      - {id: get-%d, path: /operation%d, to: \"direct:operation%d\"}\n".formatted(i, i, i));
        }
        Files.writeString(folder.resolve("rest.camel.yaml"), rest);
        for (int first = 0; first < routes; first += ROUTES_IN_A_FILE) {
            StringBuilder file = new StringBuilder();
            for (int i = first; i < Math.min(routes, first + ROUTES_IN_A_FILE); i++) {
                file.append(route(i, i < kamelets));
            }
            Files.writeString(folder.resolve("routes-%d.camel.yaml".formatted(first)), file);
        }
    }

    private static String route(int number, boolean callsKamelet) {
        String accept =
                "        - to: {uri: kamelet:accept-action, parameters: {operation: operation%d, scope: read}}%n";
        return """
                - route:
                    id: do-operation-%1$d
                    description: Does what operation %1$d is for
                    routeConfigurationId: failures
                    from:
                      uri: direct:operation%1$d
                      steps:
                """.formatted(number) + (callsKamelet ? accept.formatted(number) : "") + """
                        - setVariable: {name: operation, constant: operation%1$d}
                        - bean: {ref: work, method: "check(${variable.operation})"}
                        - bean: {ref: work, method: "answer(${variable.operation})"}
                """.formatted(number);
    }
}
