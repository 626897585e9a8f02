package io.voicebridge.cli;

import static io.voicebridge.cli.EventFixture.OK;
import static io.voicebridge.cli.EventFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.voicebridge.cli.event.DeliveryDesk;
import io.voicebridge.event.Shipment;
import io.voicebridge.security.WebhookSignature;
import io.voicebridge.time.MovingClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How fast a receiver that answers at once gets the events of many calls, asked for as the route does it. */
class WebhookPaceTest {

    private final MovingClock steady = new MovingClock();
    private EventFixture fixture;
    private DeliveryDesk desk;

    private void on(Database database) {
        fixture = new EventFixture(database);
        desk = new DeliveryDesk(
                fixture.room,
                fixture.calls.beat,
                new WebhookSignature(fixture.calls.clock),
                fixture.calls.clock,
                steady,
                Duration.ofSeconds(15),
                Optional::empty);
    }

    @AfterAll
    static void close() {
        EventFixture.closeAll();
    }

    /** Milliseconds between two askings. */
    private static int delay() throws IOException {
        JsonNode routes = new YAMLMapper()
                .readTree(Path.of("routes/event-webhooks.camel.yaml").toFile());
        return StreamSupport.stream(routes.spliterator(), false)
                .map(entry -> entry.path("route"))
                .filter(route -> route.path("id").asText().equals("drain-outbox"))
                .findFirst()
                .orElseThrow()
                .at("/from/parameters/delay")
                .asInt();
    }

    private int sentWithin(Duration time) throws IOException {
        int delay = delay();
        int sent = 0;
        for (int ms = 0; ms < time.toMillis(); ms += delay) {
            List<Shipment> taken = desk.take();
            for (Shipment shipment : taken) {
                fixture.done(shipment, OK);
                fixture.calls.beat.now();
            }
            sent += taken.size();
            steady.advance(Duration.ofMillis(delay));
        }
        return sent;
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void thirtyCallsThatEndAtOnceAreToldWithinHalfASecond(Database database) throws Exception {
        on(database);
        fixture.webhook(TENANT);
        for (int i = 0; i < 30; i++) {
            fixture.shortCall();
        }

        assertThat(sentWithin(Duration.ofMillis(500))).isEqualTo(60);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatComesAfterAllWereSentIsGatheredForATenthOfASecond(Database database) throws Exception {
        on(database);
        fixture.webhook(TENANT, "conversation.ended");
        fixture.shortCall();
        assertThat(desk.take()).hasSize(1);
        fixture.shortCall();
        fixture.calls.beat.now();

        steady.advance(Duration.ofMillis(99));
        assertThat(desk.take()).isEmpty();
        steady.advance(Duration.ofMillis(1));
        assertThat(desk.take()).hasSize(1);
    }
}
