package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.voicebridge.cli.event.EventPublisher;
import io.voicebridge.cli.event.KafkaHealth;
import io.voicebridge.cli.event.OutcomeRecords;
import io.voicebridge.event.EventRelay;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Binds what the routes in {@code kafka.camel.yaml} call. Without brokers those routes are not there. */
final class KafkaWiring {

    private KafkaWiring() {}

    /** Whether events are published to Kafka. */
    static boolean isOn(CamelContext context) {
        return !setting(context, "{{bridge.kafka.brokers:}}").isEmpty();
    }

    static void bind(CamelContext context, EventRelay relay, Clock clock) {
        if (!isOn(context)) {
            return;
        }
        refuseOneTopicForTwoThings(context);
        Registry registry = context.getRegistry();
        Supplier<Optional<MeterRegistry>> metrics =
                () -> Optional.ofNullable(registry.findSingleByType(MeterRegistry.class));
        EventPublisher publisher =
                new EventPublisher(relay, clock, registry.lookupByNameAndType("steadyClock", Clock.class), metrics);
        registry.bind("eventPublisher", publisher);
        registry.bind("kafkaHealth", new KafkaHealth(publisher));
        registry.bind(
                "outcomeRecords",
                new OutcomeRecords(registry.lookupByNameAndType("objectMapper", ObjectMapper.class), clock, metrics));
    }

    /** What the bridge writes it must not read again. */
    private static void refuseOneTopicForTwoThings(CamelContext context) {
        List<String> topics = Stream.of(
                        "{{bridge.kafka.events-topic}}",
                        "{{bridge.kafka.outcomes-topic:}}",
                        "{{bridge.kafka.dead-letter-topic}}")
                .map(name -> setting(context, name))
                .filter(topic -> !topic.isEmpty())
                .toList();
        if (topics.stream().distinct().count() != topics.size()) {
            throw new IllegalArgumentException(
                    "bridge.kafka.events-topic, outcomes-topic and dead-letter-topic must be different topics");
        }
    }

    private static String setting(CamelContext context, String placeholder) {
        return context.resolvePropertyPlaceholders(placeholder).strip();
    }
}
