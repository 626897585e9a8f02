package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class ConversationLoggingTest {

    private final List<String> seen = new CopyOnWriteArrayList<>();

    private void look() {
        seen.add(Objects.requireNonNullElse(MDC.get(ConversationLogging.KEY), "none"));
    }

    @Test
    void aStepLogsWithTheConversationThatItWorksOn() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.getCamelContextExtension().addInterceptStrategy(new ConversationLogging());
            RouteBuilder.addRoutes(context, routes -> {
                routes.from("direct:call")
                        .process(exchange -> look())
                        .setVariable(ConversationLogging.KEY, routes.constant("cv_1"))
                        .process(exchange -> look())
                        .to("direct:part")
                        // on another thread
                        .threads(1)
                        .process(exchange -> look());
                routes.from("direct:part").process(exchange -> look());
            });
            context.start();
            try (ProducerTemplate template = context.createProducerTemplate()) {
                template.requestBody("direct:call", "");
                template.requestBody("direct:call", "");
            }
        }

        assertThat(seen)
                .as("the second call finds nothing of the first on its thread")
                .containsExactly("none", "cv_1", "cv_1", "cv_1", "none", "cv_1", "cv_1", "cv_1");
        assertThat(MDC.get(ConversationLogging.KEY)).isNull();
    }

    private static JsonNode json(LogEvent event) throws Exception {
        String line = JsonTemplateLayout.newBuilder()
                .setConfiguration(new DefaultConfiguration())
                .setEventTemplateUri("classpath:io/voicebridge/cli/log-event.json")
                .build()
                .toSerializable(event);
        assertThat(line.strip()).as("one line").doesNotContain("\n");
        return new ObjectMapper().readTree(line);
    }

    @Test
    void anEventIsOneObjectOnALineOfItsOwn() throws Exception {
        SortedArrayStringMap context = new SortedArrayStringMap();
        context.putValue(ConversationLogging.KEY, "cv_1");
        JsonNode event = json(Log4jLogEvent.newBuilder()
                .setLevel(Level.WARN)
                .setLoggerName("io.voicebridge.Test")
                .setThreadName("main")
                .setContextData(context)
                .setTimeMillis(1_000)
                .setMessage(new SimpleMessage("He said \"no\"\nand {\"level\":\"ERROR\"}"))
                .setThrown(new IllegalStateException("gone"))
                .build());

        assertThat(event.path("time").asText()).isEqualTo("1970-01-01T00:00:01.000Z");
        assertThat(event.path("level").asText()).isEqualTo("WARN");
        assertThat(event.path("conversation_id").asText()).isEqualTo("cv_1");
        assertThat(event.path("message").asText()).isEqualTo("He said \"no\"\nand {\"level\":\"ERROR\"}");
        assertThat(event.path("exception").asText()).startsWith("java.lang.IllegalStateException: gone");
    }

    @Test
    void anEventOfNoConversationNamesNone() throws Exception {
        JsonNode event = json(Log4jLogEvent.newBuilder()
                .setLevel(Level.INFO)
                .setMessage(new SimpleMessage("started"))
                .build());

        assertThat(event.has("conversation_id")).isFalse();
        assertThat(event.has("exception")).isFalse();
    }

    @Test
    void theSettingChoosesTheFormat() throws Exception {
        assertThat(appenders("json")).containsExactly("json");
        assertThat(appenders("text")).containsExactly("text");
    }

    private static Iterable<String> appenders(String format) throws Exception {
        URI file = Objects.requireNonNull(ConversationLoggingTest.class.getResource("/log4j2.properties"))
                .toURI();
        String before = System.getProperty("bridge.log.format");
        System.setProperty("bridge.log.format", format);
        try (LoggerContext context = new LoggerContext(format, null, file)) {
            context.start();
            return List.copyOf(
                    context.getConfiguration().getRootLogger().getAppenders().keySet());
        } finally {
            if (before == null) {
                System.clearProperty("bridge.log.format");
            } else {
                System.setProperty("bridge.log.format", before);
            }
        }
    }
}
