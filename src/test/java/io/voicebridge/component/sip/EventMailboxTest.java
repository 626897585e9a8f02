package io.voicebridge.component.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.agent.ToolCall;
import io.voicebridge.call.CallEnd;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EventMailboxTest {

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<String> delivered = new ArrayList<>();
    private final List<String> results = new ArrayList<>();
    private final Deque<Consumer<String>> open = new ArrayDeque<>();
    private final EventMailbox mailbox = new EventMailbox(
            Map.of("conversationId", "cv_1"),
            (event, variables, done) -> {
                delivered.add(event.name() + "/" + event.body());
                open.add(done);
            },
            tasks::add,
            (tool, json) -> results.add(tool.id() + " " + json));

    @Test
    void deliversOneAtATimeInOrder() {
        mailbox.post(new CallEvent.Digit("1"));
        mailbox.post(new CallEvent.Digit("2"));
        runTasks();
        assertThat(delivered).containsExactly("digit/1");

        finish("");

        assertThat(delivered).containsExactly("digit/1", "digit/2");
    }

    @Test
    void bringsTheReplyBackToTheSession() {
        mailbox.post(new CallEvent.Tool(new ToolCall("t1", ToolCall.COMMIT_OUTCOME, "{}")));
        runTasks();

        finish("{\"status\":\"ok\"}");

        assertThat(results).containsExactly("t1 {\"status\":\"ok\"}");
    }

    @Test
    void answersAToolCallWhoseRouteFailed() {
        mailbox.post(new CallEvent.Tool(new ToolCall("t1", ToolCall.COMMIT_OUTCOME, "{}")));
        runTasks();

        finish("");

        assertThat(results).containsExactly("t1 {\"status\":\"error\"}");
    }

    @Test
    void tellsTheEndOnceAndLast() {
        mailbox.post(new CallEvent.Digit("1"));
        assertThat(mailbox.post(ended())).isTrue();
        assertThat(mailbox.post(ended())).isFalse();
        assertThat(mailbox.post(new CallEvent.Digit("2"))).isFalse();

        runTasks();
        finish("");
        finish("");

        assertThat(delivered).hasSize(2);
        assertThat(delivered.get(1)).startsWith("ended/");
        assertThat(open).isEmpty();
    }

    @Test
    void dropsAndCountsWhatIsTooMuchButNeverTheEnd() {
        for (int i = 0; i < EventMailbox.LIMIT; i++) {
            assertThat(mailbox.post(new CallEvent.Digit("1"))).isTrue();
        }

        assertThat(mailbox.post(new CallEvent.Digit("1"))).isFalse();
        assertThat(mailbox.post(new CallEvent.Tool(new ToolCall("t1", "commit_outcome", "{}"))))
                .isTrue();
        assertThat(mailbox.post(ended())).isTrue();
        assertThat(mailbox.dropped()).isEqualTo(1);
    }

    @Test
    void tellsBeforeTheEndAllThatItTookBeforeTheEnd() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 200; round++) {
                List<CallEvent> told = Collections.synchronizedList(new ArrayList<>());
                CountDownLatch end = new CountDownLatch(1);
                EventMailbox raced = new EventMailbox(
                        Map.of(),
                        (event, variables, done) -> {
                            told.add(event);
                            done.accept("");
                            if (event instanceof CallEvent.Ended) {
                                end.countDown();
                            }
                        },
                        threads,
                        (tool, json) -> {});
                CyclicBarrier start = new CyclicBarrier(3);
                AtomicInteger taken = new AtomicInteger();
                List<CompletableFuture<Void>> posters = new ArrayList<>();
                for (int poster = 0; poster < 2; poster++) {
                    posters.add(CompletableFuture.runAsync(() -> {
                        together(start);
                        for (int i = 0; i < 50; i++) {
                            taken.addAndGet(raced.post(new CallEvent.Digit("1")) ? 1 : 0);
                        }
                    }));
                }
                together(start);
                raced.post(ended());
                posters.forEach(CompletableFuture::join);

                assertThat(end.await(5, TimeUnit.SECONDS)).isTrue();
                assertThat(told).hasSize(taken.get() + 1);
                assertThat(told.get(told.size() - 1)).isInstanceOf(CallEvent.Ended.class);
            }
        } finally {
            threads.shutdown();
        }
    }

    private static void together(CyclicBarrier start) {
        try {
            start.await(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static CallEvent ended() {
        CallEnd end = new CallEnd(CallEnd.By.PEER, 200, List.of(), "The peer hung up.");
        return new CallEvent.Ended(new CallEnded(
                Instant.EPOCH, end, true, 1000, Optional.empty(), false, Optional.empty(), Optional.empty(), 0));
    }

    private void finish(String reply) {
        open.remove().accept(reply);
        runTasks();
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }
}
