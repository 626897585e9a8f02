package io.voicebridge.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.Destination;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.transport.Hop;
import io.voicebridge.sip.transport.Wire;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server machines of RFC 3261 section 17.2, driven event by event. */
class ServerTransactionTest {

    private long now;
    private final TimerWheel timers = new TimerWheel(() -> now, () -> {});
    private final List<String> sent = new ArrayList<>();
    private boolean terminated;
    private final TransactionContext context = new TransactionContext(
            new Wire() {
                @Override
                public void send(byte[] message, Hop hop, Consumer<String> undelivered) {
                    sent.add(new String(message, StandardCharsets.US_ASCII));
                }

                @Override
                public void locate(Destination destination, Consumer<List<Hop>> found, Consumer<String> failed) {
                    failed.accept("Nothing is looked up here");
                }

                @Override
                public void avoid(Hop hop, Duration time) {}

                @Override
                public String advertised(Hop hop) {
                    return "192.0.2.1:5060";
                }
            },
            timers,
            Timeouts.STANDARD);

    private static Hop hop(Transport transport) {
        return Hop.to(transport, new InetSocketAddress("192.0.2.2", 5060));
    }

    private InviteServerTransaction invite(Transport transport) {
        return new InviteServerTransaction(context, hop(transport), "t", () -> terminated = true);
    }

    private void pass(int millis) {
        for (int i = 0; i < millis; i += 10) {
            now += 10;
            timers.advance();
        }
    }

    private void apply(InviteServerTransaction transaction, String events) {
        for (String event : events.split(" ")) {
            switch (event) {
                case "again" -> transaction.repeated();
                case "ack" -> transaction.acknowledged();
                case "wait" -> pass(40_000);
                default -> transaction.respond(Integer.parseInt(event), event.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    /** Every state and every event that leads on or does not; over TCP, so that nothing is repeated by a timer. */
    @ParameterizedTest
    @CsvSource({
        "100,                     PROCEEDING, 100",
        "100 again 180 again,     PROCEEDING, 100 100 180 180",
        "100 ack,                 PROCEEDING, 100",
        "100 200,                 ACCEPTED,   100 200",
        "100 200 again ack,       ACCEPTED,   100 200",
        "100 200 200,             ACCEPTED,   100 200 200",
        "100 200 486,             ACCEPTED,   100 200",
        "100 200 wait,            TERMINATED, 100 200",
        "100 486,                 COMPLETED,  100 486",
        "100 486 again,           COMPLETED,  100 486 486",
        "100 486 200 180,         COMPLETED,  100 486",
        "100 486 ack,             CONFIRMED,  100 486",
        "100 486 ack again ack,   CONFIRMED,  100 486",
        "100 486 ack wait,        TERMINATED, 100 486",
        "100 486 wait,            TERMINATED, 100 486",
    })
    @Rfc(value = "3261, 17.2.1; 6026, 7.1", says = "INVITE server with the Accepted state: every state and event")
    void inviteTable(String events, String state, String expected) {
        InviteServerTransaction transaction = invite(Transport.TCP);
        apply(transaction, events);
        assertThat(transaction.state()).hasToString(state);
        assertThat(String.join(" ", sent)).isEqualTo(expected);
        assertThat(terminated).isEqualTo(state.equals("TERMINATED"));
        assertThat(timers.pending() > 0).isEqualTo(!state.equals("PROCEEDING") && !state.equals("TERMINATED"));
    }

    @Rfc("3261, 17.2.1; 6026, 7.1")
    @Test
    void repeatsRefusalOverUdpUntilAckAndThenAbsorbsForT4() {
        InviteServerTransaction transaction = invite(Transport.UDP);
        apply(transaction, "100 486");
        pass(8000);
        // Timer G: 0.5, 1.5, 3.5, 7.5 s.
        assertThat(sent).hasSize(2 + 4);
        apply(transaction, "ack");
        pass(4990);
        assertThat(terminated).isFalse();
        pass(20);
        assertThat(terminated).isTrue();
        assertThat(sent).hasSize(6);
    }

    @Test
    void leavesTheAckOfAnAnswerToTheDialog() {
        InviteServerTransaction transaction = invite(Transport.UDP);
        apply(transaction, "100 200");
        assertThat(transaction.acknowledged()).isFalse();
    }

    @Rfc(value = "3261, 17.2.2", says = "non-INVITE server: timer J")
    @Test
    void nonInviteAnswersRepetitionsForThirtyTwoSeconds() {
        NonInviteServerTransaction transaction =
                new NonInviteServerTransaction(context, hop(Transport.UDP), () -> terminated = true);
        transaction.repeated();
        assertThat(sent).isEmpty();
        transaction.respond(200, "200".getBytes(StandardCharsets.US_ASCII));
        transaction.repeated();
        transaction.respond(500, "500".getBytes(StandardCharsets.US_ASCII));
        assertThat(sent).containsExactly("200", "200");
        pass(31_990);
        assertThat(terminated).isFalse();
        pass(20);
        assertThat(terminated).isTrue();
    }

    @Test
    void nonInviteEndsAtOnceOverTcp() {
        NonInviteServerTransaction transaction =
                new NonInviteServerTransaction(context, hop(Transport.TCP), () -> terminated = true);
        transaction.respond(200, "200".getBytes(StandardCharsets.US_ASCII));
        pass(20);
        assertThat(terminated).isTrue();
    }
}
