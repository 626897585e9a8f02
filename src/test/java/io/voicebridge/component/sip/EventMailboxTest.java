package io.voicebridge.component.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.agent.ToolCall;
import io.voicebridge.call.CallEnd;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private static CallEvent ended() {
        CallEnd end = new CallEnd(CallEnd.By.PEER, 200, List.of(), "The peer hung up.");
        return new CallEvent.Ended(new CallEnded(Instant.EPOCH, end, true, 1000, Optional.empty(), 0));
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
