package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conversation.Registrations;
import io.voicebridge.conversation.Standing;
import io.voicebridge.time.MovingClock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A registered call waits a quarter of an hour for its INVITE, whatever somebody does to the clock of the machine meanwhile. */
class RegistrationClockTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String CUSTOMER = "+13035550100";

    private ConversationFixture fixture;
    private MovingClock steady;
    private ClockWatch watch;

    private void on(Database database) {
        fixture = new ConversationFixture(database);
        steady = new MovingClock();
        watch = new ClockWatch(fixture.clock, steady, () -> 0, fixture.room.registrations()::clockWasSet);
        fixture.room
                .registrations()
                .register(
                        ConversationFixture.TENANT,
                        new Registrations.Announcement(
                                "600",
                                ConversationFixture.NUMBER,
                                CUSTOMER,
                                "",
                                "Solar",
                                "",
                                Map.of("city", "Boulder")));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void passes(Duration time) {
        fixture.clock.advance(time);
        steady.advance(time);
    }

    private void isSet(Duration step) {
        fixture.clock.advance(step);
        watch.look();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void isJoinedByItsCallAfterTheClockWasPutForward(Database database) {
        on(database);
        passes(Duration.ofMinutes(10));
        isSet(HOUR);
        passes(Duration.ofMinutes(4));

        assertThat(fixture.begin(CUSTOMER).variables()).containsEntry("city", "Boulder");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void isOverInTimeAfterTheClockWasPutForward(Database database) {
        on(database);
        passes(Duration.ofMinutes(10));
        isSet(HOUR);
        passes(Duration.ofMinutes(6));

        assertThat(fixture.begin(CUSTOMER).variables()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatWasOverBeforeTheClockWasPutForwardStaysOver(Database database) {
        on(database);
        passes(Duration.ofMinutes(20));
        isSet(HOUR);

        assertThat(fixture.begin(CUSTOMER).variables()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void waitsForAQuarterOfAnHourAtMostAfterTheClockWasPutBack(Database database) {
        on(database);
        isSet(HOUR.negated());
        Standing.Registered waiting =
                (Standing.Registered) fixture.room.standings().byCorrelation(ConversationFixture.TENANT, "600");

        assertThat(waiting.expiresAt()).isEqualTo(fixture.clock.instant().plus(Registrations.KEPT));
    }
}
