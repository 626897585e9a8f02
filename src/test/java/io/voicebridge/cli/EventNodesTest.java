package io.voicebridge.cli;

import static io.voicebridge.cli.EventFixture.BROKEN;
import static io.voicebridge.cli.EventFixture.OK;
import static io.voicebridge.cli.EventFixture.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.event.DeliveryLedger.Verdict;
import io.voicebridge.event.EventRoom;
import io.voicebridge.event.Shipment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several bridges on one database, all at once. */
class EventNodesTest {

    private static final int CALLS = 25;
    private static final int WEBHOOKS = 2;

    @AfterAll
    static void close() {
        EventFixture.closeAll();
    }

    /** What the receivers took: types of events, by webhook and conversation. */
    private final Map<String, List<String>> taken = new ConcurrentHashMap<>();

    private final ReadWriteLock sending = new ReentrantReadWriteLock();

    @ParameterizedTest
    @EnumSource(Database.class)
    void tellEachEventOnceAndThoseOfAConversationInOrder(Database database) {
        EventFixture fixture = new EventFixture(database);
        for (int i = 0; i < WEBHOOKS; i++) {
            fixture.webhook(TENANT);
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<Void>> bridges = IntStream.range(0, 4)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> drain(fixture, fixture.node("node-" + i)), threads))
                    .toList();
            List<CompletableFuture<Void>> calls = IntStream.range(0, CALLS)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> call(fixture), threads))
                    .toList();
            calls.forEach(CompletableFuture::join);
            bridges.forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }

        assertThat(taken).hasSize(CALLS * WEBHOOKS);
        assertThat(taken.values()).allSatisfy(types -> assertThat(types)
                .containsExactly(
                        "conversation.started", "outcome.committed", "outcome.committed", "conversation.ended"));
    }

    private static void call(EventFixture fixture) {
        String id = fixture.calls.begin("+13035550100").conversationId();
        fixture.calls
                .room
                .outcomes()
                .commit(fixture.calls.outcome(id, "a", "{\"outcome\":\"callback\",\"final\":false}"));
        fixture.calls.room.outcomes().commit(fixture.calls.outcome(id, "b", "{\"outcome\":\"qualified\"}"));
        fixture.calls.hangUp(id);
    }

    /** Every fifth try fails. */
    private void drain(EventFixture fixture, EventRoom bridge) {
        int tries = 0;
        while (taken.values().stream().mapToInt(List::size).sum() < CALLS * WEBHOOKS * 4) {
            while (bridge.spreader().spread()) {
                // the next batch
            }
            sending.readLock().lock();
            boolean idle;
            try {
                List<Shipment> some = new ArrayList<>(bridge.queue().take());
                Collections.shuffle(some);
                for (Shipment shipment : some) {
                    send(bridge, shipment, ++tries % 5 == 0);
                }
                idle = some.isEmpty();
            } finally {
                sending.readLock().unlock();
            }
            // Time goes on when nothing is due, and nobody holds a lease that could end
            if (idle && sending.writeLock().tryLock()) {
                fixture.calls.clock.advance(Duration.ofSeconds(2));
                sending.writeLock().unlock();
            }
        }
    }

    private void send(EventRoom bridge, Shipment shipment, boolean broken) {
        List<String> types = taken.computeIfAbsent(
                shipment.webhookId() + EventFixture.subject(shipment),
                key -> Collections.synchronizedList(new ArrayList<>()));
        if (!broken) {
            types.add(EventFixture.type(shipment));
        }
        bridge.queue().release(shipment);
        assertThat(bridge.ledger().done(shipment, broken ? BROKEN : OK))
                .isEqualTo(broken ? Verdict.RETRIED : Verdict.DELIVERED);
    }
}
