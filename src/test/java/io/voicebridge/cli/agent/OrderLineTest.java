package io.voicebridge.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.agent.Secret;
import io.voicebridge.agent.brain.Brain;
import io.voicebridge.agent.brain.BrainFault;
import io.voicebridge.agent.brain.BrainTurn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The conversation of examples/order-line, with its route as it is. */
class OrderLineTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private RouteBrain brain;

    @BeforeEach
    void start() throws Exception {
        context.start();
        String route = Files.readString(Path.of("examples/order-line/agent-turn.camel.yaml"));
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("agent-turn.camel.yaml", route));
        brain = new RouteBrain(context.createProducerTemplate(), threads, ChatServer.JSON);
    }

    @AfterEach
    void stop() {
        context.stop();
        threads.shutdownNow();
    }

    private String answers(String said) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        List<String> parts = new ArrayList<>();
        BrainTurn turn =
                new BrainTurn("cv_1", "order-line", said, Map.of(), ChatServer.JSON.createObjectNode(), Secret.NONE);
        brain.think(turn, new Brain.Listener() {
            @Override
            public void says(String text) {
                parts.add(text);
            }

            @Override
            public void calls(String tool, String arguments) {
                parts.add('[' + tool + ']');
            }

            @Override
            public void done() {
                answer.complete(String.join(" ", parts));
            }

            @Override
            public void failed(BrainFault fault) {
                answer.complete(fault.toString());
            }
        });
        await().atMost(60, TimeUnit.SECONDS).until(answer::isDone);
        return answer.join();
    }

    @Test
    void looksTheOrderUp() {
        assertThat(answers("It is 4 2 0 7."))
                .isEqualTo("Order 4207 is on its way and arrives on Friday. Is there anything else?");
        assertThat(answers("4 2")).startsWith("I do not find the order 42.");
    }

    @Test
    void asksForTheNumber() {
        assertThat(answers("Hello?")).isEqualTo("Please say the number of your order, digit by digit.");
    }

    @Test
    void commitsAndEndsWhenThereIsNothingElse() {
        assertThat(answers("No, thank you.")).isEqualTo("Thank you for calling. Goodbye. [commit_outcome] [end_call]");
    }
}
