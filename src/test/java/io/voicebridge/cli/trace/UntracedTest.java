package io.voicebridge.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.cli.ApiServer;
import io.voicebridge.cli.Database;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bridge that was not asked to trace. */
class UntracedTest {

    @TempDir
    Path data;

    @Test
    void noRouteHasAnythingOfTracing() throws Exception {
        try (ApiServer server = ApiServer.start(data, Database.H2)) {
            assertThat(server.context().getRoutePolicyFactories()).noneMatch(RouteSpans.class::isInstance);
            assertThat(server.context().hasService(org.apache.camel.spi.CamelTracingService.class))
                    .isNull();
        }
    }
}
