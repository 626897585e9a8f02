package io.voicebridge.cli.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider is asked so many questions a second and no more, whoever asks them. */
class TrunkRateTest {

    private static final int PER_SECOND = 4;

    @ParameterizedTest
    @ValueSource(strings = {"ask-twilio-trunking", "ask-twilio-account", "ask-telnyx"})
    void oneQuestionMoreThanASecondHasWaitsForTheNext(String id) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Properties properties = new Properties();
            properties.setProperty("bridge.trunks.requests-per-second", Integer.toString(PER_SECOND));
            context.getPropertiesComponent().setInitialProperties(properties);
            Resource route = ResourceHelper.fromString("ask.camel.yaml", withoutProvider(id));
            PluginHelper.getRoutesLoader(context).loadRoutes(route);
            context.start();
            ProducerTemplate template = context.createProducerTemplate();

            long begun = System.nanoTime();
            CompletableFuture.allOf(IntStream.rangeClosed(0, PER_SECOND)
                            .mapToObj(i -> CompletableFuture.runAsync(
                                    () -> template.sendBody("direct:" + id, i),
                                    task -> new Thread(task, "asks").start()))
                            .toArray(CompletableFuture[]::new))
                    .get(20, TimeUnit.SECONDS);

            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)).isGreaterThan(900);
        }
    }

    /** The route as it stands, with a silent end in the place of the provider. */
    private static String withoutProvider(String id) throws Exception {
        YAMLMapper yaml = new YAMLMapper();
        for (JsonNode item : yaml.readTree(Path.of("routes/trunks.camel.yaml").toFile())) {
            if (item.at("/route/id").asText().equals(id)) {
                ArrayNode steps = (ArrayNode) item.at("/route/from/steps");
                assertThat(steps).hasSize(2);
                ObjectNode end = new ObjectMapper().createObjectNode();
                end.put("to", "mock:provider");
                steps.set(1, end);
                return yaml.writeValueAsString(yaml.createArrayNode().add(item));
            }
        }
        throw new IllegalStateException("There is no route " + id);
    }
}
