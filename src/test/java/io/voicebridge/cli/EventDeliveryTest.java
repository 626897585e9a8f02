package io.voicebridge.cli;

import static io.voicebridge.cli.EventFixture.BROKEN;
import static io.voicebridge.cli.EventFixture.OK;
import static io.voicebridge.cli.EventFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.voicebridge.conversation.CallEvidence;
import io.voicebridge.directory.Problem;
import io.voicebridge.event.Delivery;
import io.voicebridge.event.DeliveryLedger.Verdict;
import io.voicebridge.event.DeliveryResult;
import io.voicebridge.event.Shipment;
import io.voicebridge.event.Webhook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Deliveries on a clock that the test moves. */
class EventDeliveryTest {

    private static final String OTHER = ConversationFixture.OTHER_TENANT;

    private EventFixture fixture;

    private void on(Database database) {
        fixture = new EventFixture(database);
    }

    @AfterAll
    static void close() {
        EventFixture.closeAll();
    }

    private void advance(Duration by) {
        fixture.calls.clock.advance(by);
    }

    private List<Delivery> deliveries(Webhook webhook) {
        return fixture.room
                .deliveries()
                .list(TENANT, webhook.id(), null, null, 200)
                .items();
    }

    private Delivery first(Webhook webhook) {
        return deliveries(webhook).stream()
                .filter(delivery -> delivery.type().equals("conversation.started"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void goToEveryWebhookOfTheTenantThatWantsThem(Database database) {
        on(database);
        Webhook all = fixture.webhook(TENANT);
        Webhook some = fixture.webhook(TENANT, "conversation.ended");
        fixture.webhook(OTHER);
        fixture.shortCall();

        List<Shipment> sent = fixture.deliverAll(shipment -> OK);

        assertThat(sent)
                .extracting(Shipment::webhookId, EventFixture::type)
                .containsExactlyInAnyOrder(
                        tuple(all.id(), "conversation.started"),
                        tuple(all.id(), "conversation.ended"),
                        tuple(some.id(), "conversation.ended"));
        assertThat(deliveries(all)).extracting(Delivery::state).containsOnly("delivered");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void ofAnOptOutAreProvenAfterTheyWereForgotten(Database database) {
        on(database);
        Webhook webhook = fixture.webhook(TENANT);
        String id = fixture.calls.begin("+13035550100").conversationId();
        String optOut = "{\"outcome\":\"do_not_call\",\"evidence\":{\"do_not_call\":[\"u1\"]}}";
        fixture.calls.room.outcomes().commit(fixture.calls.outcome(id, "k-" + id, optOut));
        assertThat(fixture.room.deliveries().optOuts(TENANT, id)).isEmpty();
        fixture.deliverAll(shipment -> OK);

        assertThat(fixture.room.deliveries().optOuts(TENANT, id))
                .extracting(Delivery::webhookId, Delivery::type, Delivery::state)
                .containsExactly(tuple(webhook.id(), "outcome.committed", "delivered"));
        assertThat(fixture.room.deliveries().optOuts(OTHER, id)).isEmpty();
        // at once: it was written with the delivery
        assertThat(fixture.calls.room.archive().evidence(TENANT, id).optOut().told())
                .extracting(CallEvidence.Told::to)
                .containsExactly(webhook.id());
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void areForgottenAtOnceIfNobodyWantsThem(Database database) {
        on(database);
        fixture.shortCall();

        fixture.deliverAll(shipment -> OK);

        assertThat(fixture.calls.count("OutboxRow")).isZero();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void ofOneConversationGoInOrderAndHoldUpNoOther(Database database) {
        on(database);
        fixture.webhook(TENANT);
        String first = fixture.shortCall();
        assertThat(fixture.deliver(shipment -> BROKEN))
                .extracting(EventFixture::subject, EventFixture::type)
                .containsExactly(tuple(first, "conversation.started"));
        String second = fixture.shortCall();

        assertThat(fixture.deliverAll(shipment -> OK))
                .extracting(EventFixture::subject, EventFixture::type)
                .containsExactly(tuple(second, "conversation.started"), tuple(second, "conversation.ended"));
        advance(Duration.ofSeconds(7));
        assertThat(fixture.deliverAll(shipment -> OK))
                .extracting(EventFixture::subject, EventFixture::type)
                .containsExactly(tuple(first, "conversation.started"), tuple(first, "conversation.ended"));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void climbTheLadderAndDieAtItsEnd(Database database) {
        on(database);
        Webhook webhook = fixture.webhook(TENANT, "conversation.ended");
        String id = fixture.shortCall();
        Instant start = fixture.calls.clock.instant();
        List<Long> after = new ArrayList<>();

        for (int seconds = 0; seconds < 45 * 3600 && after.size() < 9; seconds++) {
            fixture.deliver(shipment -> BROKEN)
                    .forEach(shipment -> after.add(Duration.between(start, fixture.calls.clock.instant())
                            .toSeconds()));
            Instant next = deliveries(webhook).get(0).nextAt();
            if (next == null) {
                break;
            }
            // straight to the second at which it is due, or the pause of the webhook ends
            Instant paused =
                    fixture.room.webhooks().get(TENANT, webhook.id()).health().pausedUntil();
            Instant until = paused != null && paused.isAfter(next) ? paused : next;
            advance(Duration.between(fixture.calls.clock.instant(), until).plusMillis(1));
        }

        long[] ladder = {5, 30, 120, 600, 3600, 21600, 86400};
        assertThat(after).hasSize(8);
        for (int i = 0; i < ladder.length; i++) {
            assertThat(after.get(i + 1) - after.get(i)).isCloseTo(ladder[i], within(ladder[i] / 5 + 1));
        }
        Delivery dead = deliveries(webhook).get(0);
        assertThat(dead.state()).isEqualTo("dead");
        assertThat(dead.tries()).hasSize(8).allSatisfy(one -> {
            assertThat(one.status()).isEqualTo(500);
            assertThat(one.error()).isEqualTo("answered 500");
        });
        await().untilAsserted(() -> assertThat(fixture.calls.room.archive().timeline(TENANT, id))
                .anySatisfy(entry -> {
                    assertThat(entry.kind()).isEqualTo("event-undelivered");
                    assertThat(entry.summary()).contains(webhook.id()).contains("answered 500");
                }));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void thatDiedLetTheNextOfTheirConversationGoAndCanBeReplayed(Database database) {
        on(database);
        Webhook webhook = fixture.webhook(TENANT);
        fixture.shortCall();
        fixture.deliver(shipment -> BROKEN);
        while (first(webhook).state().equals("pending")) {
            advance(Duration.ofHours(30));
            fixture.deliver(shipment -> BROKEN);
        }
        advance(Duration.ofMinutes(11));
        assertThat(fixture.deliverAll(shipment -> OK))
                .extracting(EventFixture::type)
                .containsExactly("conversation.ended");
        Delivery dead = first(webhook);
        assertThat(dead.state()).isEqualTo("dead");

        Delivery replayed = fixture.room.deliveries().replay(TENANT, "test", dead.id());

        assertThat(replayed.state()).isEqualTo("pending");
        assertThat(replayed.attempts()).isZero();
        List<Shipment> sent = fixture.deliverAll(shipment -> OK);
        assertThat(sent).extracting(Shipment::eventId).containsExactly(dead.eventId());
        assertThat(deliveries(webhook)).extracting(Delivery::state).containsOnly("delivered");
        assertThat(first(webhook).tries()).hasSize(9);
        assertProblem("not_found", () -> fixture.room.deliveries().replay(OTHER, "test", dead.id()));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void comeNoSoonerThanTheReceiverAsksFor(Database database) {
        on(database);
        Webhook webhook = fixture.webhook(TENANT);
        fixture.shortCall();
        DeliveryResult busy = DeliveryResult.answered(429, Duration.ofMillis(5), Duration.ofSeconds(300));
        fixture.deliver(shipment -> busy);
        fixture.shortCall();

        advance(Duration.ofSeconds(299));
        assertThat(fixture.deliverAll(shipment -> OK))
                .as("nothing else either: the receiver wants a rest")
                .isEmpty();
        assertThat(fixture.room.webhooks().get(TENANT, webhook.id()).health().pausedUntil())
                .isNotNull();
        advance(Duration.ofSeconds(1));
        assertThat(fixture.deliverAll(shipment -> OK)).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void stopWhenTheReceiverIsGoneAndGoOnWhenItIsEnabled(Database database) {
        on(database);
        Webhook webhook = fixture.webhook(TENANT);
        fixture.shortCall();
        DeliveryResult gone = DeliveryResult.answered(410, Duration.ofMillis(5), Duration.ZERO);

        fixture.deliver(shipment -> gone);

        Webhook disabled = fixture.room.webhooks().get(TENANT, webhook.id());
        assertThat(disabled.enabled()).isFalse();
        assertThat(disabled.disabledReason()).contains("410");
        assertThat(fixture.deliverAll(shipment -> OK)).isEmpty();
        assertProblem("webhook_disabled", () -> fixture.room
                .deliveries()
                .replay(TENANT, "test", first(webhook).id()));

        fixture.room.webhooks().patch(TENANT, "test", webhook.id(), "*", EventFixture.json("{\"enabled\":true}"));
        assertThat(fixture.deliverAll(shipment -> OK))
                .extracting(EventFixture::type)
                .containsExactly("conversation.ended");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void toADeadReceiverArePausedAndTakeNothingFromOthers(Database database) {
        on(database);
        Webhook dead = fixture.webhook(TENANT, "conversation.started");
        Webhook well = fixture.webhook(TENANT, "conversation.ended");
        for (int i = 0; i < 40; i++) {
            fixture.shortCall();
        }
        fixture.room.spreader().spread();
        List<Shipment> taken = fixture.room.queue().take();
        assertThat(taken.stream().filter(one -> one.webhookId().equals(dead.id())))
                .as("senders that one webhook takes")
                .hasSize(4);

        int toDead = 0;
        while (!taken.isEmpty()) {
            for (Shipment shipment : taken) {
                boolean broken = shipment.webhookId().equals(dead.id());
                toDead += broken ? 1 : 0;
                fixture.done(shipment, broken ? BROKEN : OK);
            }
            taken = fixture.room.queue().take();
        }

        assertThat(toDead).as("tries until it was paused").isEqualTo(5);
        Webhook.Health health = fixture.room.webhooks().get(TENANT, dead.id()).health();
        assertThat(health.failures()).isEqualTo(5);
        assertThat(health.pausedUntil()).isAfter(fixture.calls.clock.instant());
        assertThat(fixture.room
                        .deliveries()
                        .list(TENANT, well.id(), "delivered", null, 200)
                        .items())
                .hasSize(40);

        advance(Duration.ofSeconds(40));
        assertThat(fixture.deliver(shipment -> OK))
                .as("one to see whether it is back")
                .hasSize(1);
        assertThat(fixture.room.queue().take()).as("and then as before").hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void comeAgainWithTheSameIdIfTheSenderDied(Database database) {
        on(database);
        fixture.webhook(TENANT, "conversation.ended");
        fixture.shortCall();
        fixture.room.spreader().spread();
        Shipment lost = fixture.room.queue().take().get(0);

        var other = fixture.node("node-2");
        assertThat(other.queue().take()).as("leased").isEmpty();
        advance(Duration.ofSeconds(61));
        Shipment again = other.queue().take().get(0);
        assertThat(again.eventId()).isEqualTo(lost.eventId());
        assertThat(again.message()).isEqualTo(lost.message());

        assertThat(fixture.done(lost, OK)).isEqualTo(Verdict.LOST);
        assertThat(other.ledger().done(again, OK)).isEqualTo(Verdict.DELIVERED);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void areTakenUpAtOnceWhenTheBridgeStartsAgain(Database database) {
        on(database);
        fixture.webhook(TENANT, "conversation.ended");
        fixture.shortCall();
        fixture.room.spreader().spread();
        fixture.room.queue().take();

        var restarted = fixture.node("node-1");
        restarted.queue().recover();

        assertThat(restarted.queue().take()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void areTakenUpByAnotherAtOnceWhenTheBridgeIsKnownToBeGone(Database database) {
        on(database);
        fixture.webhook(TENANT, "conversation.ended");
        fixture.shortCall();
        fixture.room.spreader().spread();
        fixture.room.queue().take();

        var other = fixture.node("node-2");
        other.queue().release("node-3");
        assertThat(other.queue().take()).as("another's lease").isEmpty();
        other.queue().release("node-1");

        assertThat(other.queue().take()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void ofABridgeWhoseNameDiffersWhereAnotherHasAnUnderscoreStayWithIt(Database database) {
        on(database);
        fixture.webhook(TENANT, "conversation.ended");
        fixture.shortCall();
        fixture.room.spreader().spread();
        var sending = fixture.node("node_1");
        assertThat(sending.queue().take()).hasSize(1);

        var other = fixture.node("node-2");
        other.queue().release("n_de_1");
        assertThat(other.queue().take()).as("another's lease").isEmpty();
        other.queue().release("node_1");

        assertThat(other.queue().take()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void areForgottenWithTheirConversation(Database database) {
        on(database);
        Webhook webhook = fixture.webhook(TENANT);
        String id = fixture.shortCall();
        fixture.room.spreader().spread();
        Shipment underWay = fixture.room.queue().take().get(0);

        fixture.calls.room.archive().erase(TENANT, id, "api", recording -> {});

        assertThat(fixture.done(underWay, BROKEN)).isEqualTo(Verdict.LOST);
        assertThat(deliveries(webhook)).isEmpty();
        assertThat(fixture.calls.count("OutboxRow")).isZero();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void areKeptForAWhileAndGivenUpWhenTheyAreTooOld(Database database) {
        on(database);
        Webhook webhook = fixture.webhook(TENANT);
        fixture.shortCall();
        fixture.deliverAll(shipment -> OK);
        fixture.room.webhooks().patch(TENANT, "test", webhook.id(), "*", EventFixture.json("{\"enabled\":false}"));
        advance(Duration.ofDays(1));
        Webhook other = fixture.webhook(TENANT);
        String id = fixture.shortCall();
        fixture.room.spreader().spread();
        fixture.room.webhooks().patch(TENANT, "test", other.id(), "*", EventFixture.json("{\"enabled\":false}"));

        advance(Duration.ofDays(13));
        fixture.room.retention().sweep();
        assertThat(deliveries(webhook)).hasSize(2);
        advance(Duration.ofDays(1).plusSeconds(1));
        fixture.room.retention().sweep();

        assertThat(deliveries(webhook)).isEmpty();
        assertThat(deliveries(other)).extracting(Delivery::state).containsExactly("dead", "dead");
        await().untilAsserted(() -> assertThat(fixture.calls.room.archive().timeline(TENANT, id))
                .extracting("kind")
                .contains("event-undelivered"));
        advance(Duration.ofDays(15));
        fixture.room.retention().sweep();
        assertThat(fixture.calls.count("OutboxRow")).isZero();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void ofAWebhookThatIsDeletedAreForgotten(Database database) {
        on(database);
        Webhook webhook = fixture.webhook(TENANT);
        fixture.shortCall();
        fixture.room.spreader().spread();
        fixture.room.webhooks().delete(TENANT, "test", webhook.id());
        advance(Duration.ofSeconds(1));

        assertThat(fixture.room.queue().take()).isEmpty();
        fixture.room.retention().sweep();

        assertThat(fixture.calls.count("DeliveryRow")).isZero();
        assertThat(fixture.calls.count("OutboxRow")).isZero();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void ofATestAreSentOnce(Database database) {
        on(database);
        Webhook webhook = fixture.webhook(TENANT, "call.rejected");

        Delivery made = fixture.room.deliveries().ping(TENANT, "test", webhook.id());
        assertThat(fixture.deliver(shipment -> BROKEN))
                .extracting(EventFixture::type)
                .containsExactly("webhook.ping");

        assertThat(deliveries(webhook).get(0).id()).isEqualTo(made.id());
        assertThat(deliveries(webhook).get(0).state()).isEqualTo("dead");
        assertProblem("not_found", () -> fixture.room.deliveries().ping(OTHER, "test", webhook.id()));
    }

    private static void assertProblem(String code, Runnable action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code())
                .isEqualTo(code));
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void doNotWaitForAClockThatWasPutBack(Database database) {
        on(database);
        Webhook webhook = fixture.webhook(TENANT);
        fixture.shortCall();
        while (fixture.room.spreader().spread()) {
            // all of it
        }
        advance(Duration.ofHours(-1));
        assertThat(fixture.room.queue().take()).isEmpty();

        assertThat(fixture.room.queue().clockWentBack()).isPositive();

        assertThat(fixture.deliverAll(shipment -> OK)).hasSize(2);
        assertThat(deliveries(webhook)).extracting(Delivery::state).containsOnly("delivered");
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void thatFailedDoNotWaitForAClockThatWasPutBackEither(Database database) {
        on(database);
        Webhook webhook = fixture.webhook(TENANT);
        fixture.shortCall();
        fixture.deliver(shipment -> BROKEN);
        while (fixture.room.webhooks().get(TENANT, webhook.id()).health().pausedUntil() == null) {
            advance(Duration.ofHours(2));
            fixture.deliver(shipment -> BROKEN);
        }
        advance(Duration.ofHours(-1));

        assertThat(fixture.room.queue().clockWentBack()).isEqualTo(1);

        assertThat(fixture.deliverAll(shipment -> OK)).hasSize(2);
        assertThat(deliveries(webhook)).extracting(Delivery::state).containsOnly("delivered");
    }
}
