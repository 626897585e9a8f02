package io.voicebridge.cli.agent;

import static io.voicebridge.cli.agent.ChatServer.END;
import static io.voicebridge.cli.agent.ChatServer.call;
import static io.voicebridge.cli.agent.ChatServer.event;
import static io.voicebridge.cli.agent.ChatServer.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.agent.Secret;
import io.voicebridge.agent.brain.Brain;
import io.voicebridge.agent.brain.BrainFault;
import io.voicebridge.agent.brain.BrainTurn;
import io.voicebridge.conformance.Duty;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The route agent-turn as it is delivered, with a chat model that behaves and misbehaves. */
@Timeout(120)
class ChatModelTest {

    private static final String KEY = "sk-test-0123456789";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ExecutorService threads =
            new ThreadPoolExecutor(0, 2, 60, TimeUnit.SECONDS, new SynchronousQueue<>());
    private final Told told = new Told();
    private ChatServer server;
    private LimitedClient client;
    private RouteBrain brain;
    private Secret key = Secret.NONE;

    @BeforeEach
    void start() throws Exception {
        server = new ChatServer();
        context.start();
    }

    /** @param longest answer of the model */
    private void routed(Duration longest) throws Exception {
        client = new LimitedClient(longest, 4, 1024 * 1024, SystemDefaultDnsResolver.INSTANCE);
        context.getRegistry().bind("chatClient", client);
        context.getRegistry().bind("chatModel", new ChatModel(server.url(), KEY, "small-model", ChatServer.JSON));
        route(Files.readString(Path.of("routes/agent-turn.camel.yaml")));
    }

    private void route(String yaml) throws Exception {
        Resource resource = ResourceHelper.fromString("agent-turn.camel.yaml", yaml);
        PluginHelper.getRoutesLoader(context).loadRoutes(resource);
        brain = new RouteBrain(context.createProducerTemplate(), threads, ChatServer.JSON);
    }

    @AfterEach
    void stop() throws Exception {
        context.getShutdownStrategy().setTimeout(1);
        context.stop();
        if (client != null) {
            client.close();
        }
        threads.shutdownNow();
        server.close();
    }

    /** What the brain has told, in order. */
    private static final class Told implements Brain.Listener {
        private final List<String> all = new CopyOnWriteArrayList<>();
        private volatile Optional<BrainFault> fault = Optional.empty();
        private volatile boolean isOver;

        @Override
        public void says(String text) {
            all.add(text);
        }

        @Override
        public void calls(String tool, String arguments) {
            all.add(tool + arguments);
        }

        @Override
        public void done() {
            isOver = true;
        }

        @Override
        public void failed(BrainFault failure) {
            fault = Optional.of(failure);
            isOver = true;
        }
    }

    private Brain.Thought think() {
        var chat = ChatServer.JSON.createObjectNode();
        chat.putArray("messages").addObject().put("role", "user").put("content", "tell me more");
        return brain.think(new BrainTurn("cv_1", "sam", "tell me more", Map.of("city", "Denver"), chat, key), told);
    }

    private Told thought() {
        think();
        await().atMost(60, TimeUnit.SECONDS).until(() -> told.isOver);
        return told;
    }

    private BrainFault fault() {
        return thought().fault.orElseThrow();
    }

    @Test
    void tellsAStreamClauseByClause() throws Exception {
        routed(Duration.ofSeconds(20));
        server.answer = response -> {
            stream(response);
            List.of("It is **a so", "lar roof, ", "and it pays", " for itself.").forEach(t -> response.write(event(t)));
            response.end(END);
        };

        assertThat(thought().all).containsExactly("It is a solar roof,", "and it pays for itself.");
        assertThat(server.keys).containsExactly("Bearer " + KEY);
        assertThat(server.asked.get(0).path("model").asText()).isEqualTo("small-model");
        assertThat(server.asked.get(0).path("stream").asBoolean()).isTrue();
        assertThat(server.asked.get(0).at("/messages/0/content").asText()).isEqualTo("tell me more");
    }

    @Test
    void asksWithTheKeyOfTheAgentWhereItHasOne() throws Exception {
        routed(Duration.ofSeconds(20));
        server.answer = response -> stream(response).end(event("It is free.") + END);
        key = new Secret("sk-of-the-tenant");
        thought();

        assertThat(server.keys).containsExactly("Bearer sk-of-the-tenant");
    }

    @Test
    void tellsTheFirstClauseWhileTheModelStillThinks() throws Exception {
        routed(Duration.ofSeconds(60));
        List<Runnable> rest = new ArrayList<>();
        server.answer = response -> {
            stream(response).write(event("It is a solar roof, and"));
            rest.add(() -> response.end(event(" it is free.") + END));
        };
        think();
        await().atMost(30, TimeUnit.SECONDS).until(() -> !told.all.isEmpty());

        assertThat(told.isOver).isFalse();
        rest.forEach(Runnable::run);
        await().atMost(30, TimeUnit.SECONDS).until(() -> told.isOver);
        assertThat(told.all).containsExactly("It is a solar roof,", "and it is free.");
    }

    @Test
    void readsAnAnswerThatIsNoStream() throws Exception {
        routed(Duration.ofSeconds(20));
        server.answer = response -> response.putHeader("Content-Type", "application/json")
                .end("{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"It is free.\"}}]}");

        assertThat(thought().all).containsExactly("It is free.");
    }

    @Test
    void putsTheArgumentsOfToolsTogether() throws Exception {
        routed(Duration.ofSeconds(20));
        server.answer = response -> {
            stream(response).write(event("Goodbye then."));
            response.write(call(0, "commit_outcome", "{\"outcome\":\"qual"));
            response.write(call(1, "end_call", ""));
            response.write(call(0, "", "ified\"}"));
            response.end(END);
        };

        assertThat(thought().all)
                .containsExactly("Goodbye then.", "commit_outcome{\"outcome\":\"qualified\"}", "end_call");
    }

    @Test
    void givesUpAnAnswerThatDoesNotEndInTime() throws Exception {
        routed(Duration.ofSeconds(5));
        server.answer = response -> stream(response).write(event("It is a solar roof, and"));

        assertThat(fault().code()).isEqualTo("brain_cut");
        assertThat(told.all).containsExactly("It is a solar roof,");
        await().atMost(30, TimeUnit.SECONDS).until(() -> !server.cutOff.isEmpty());
    }

    @Test
    void cutsAnAnswerOffThatNobodyWaitsForAnyMore() throws Exception {
        routed(Duration.ofSeconds(60));
        server.answer = response -> stream(response).write(event("It is a solar roof, and"));
        Brain.Thought thought = think();
        await().atMost(30, TimeUnit.SECONDS).until(() -> !told.all.isEmpty());
        thought.drop();

        await().atMost(30, TimeUnit.SECONDS).until(() -> !server.cutOff.isEmpty());
    }

    @Test
    void givesUpAModelThatDoesNotAnswer() throws Exception {
        routed(Duration.ofMillis(500));
        server.answer = response -> {};

        assertThat(fault().again()).isTrue();
        assertThat(told.all).isEmpty();
    }

    @Test
    void noticesThatAnAnswerBrokeOff() throws Exception {
        routed(Duration.ofSeconds(20));
        server.answer = response -> stream(response).end(event("It is a solar"));

        assertThat(fault().code()).isEqualTo("brain_cut");
    }

    @Test
    void noticesThatTheConnectionBroke() throws Exception {
        routed(Duration.ofSeconds(20));
        server.answer =
                response -> stream(response).write(event("It is a solar")).onComplete(sent -> response.reset());

        assertThat(fault().code()).isEqualTo("brain_cut");
    }

    @Test
    @Duty(value = "limits", says = "a chat model's answer has a limit in size and in time")
    void readsNoMoreThanCanBeSaid() throws Exception {
        routed(Duration.ofSeconds(60));
        server.answer = response -> {
            stream(response);
            for (int i = 0; i < 400; i++) {
                response.write(event("Blah blah blah blah blah blah blah. "));
            }
        };
        thought();

        assertThat(told.fault).isEmpty();
        assertThat(String.join(" ", told.all)).hasSizeBetween(2_500, RoutedThought.MOST_CHARACTERS);
        await().atMost(30, TimeUnit.SECONDS).until(() -> !server.cutOff.isEmpty());
    }

    @Test
    void refusesALineThatNeverEnds() throws Exception {
        routed(Duration.ofSeconds(60));
        server.answer = response -> {
            stream(response).write("data: ");
            String part = "x".repeat(64 * 1024);
            for (int i = 0; i < 40; i++) {
                response.write(part);
            }
        };

        assertThat(fault().code()).isEqualTo("brain_too_large");
    }

    @Test
    void refusesWhatIsNoAnswer() throws Exception {
        routed(Duration.ofSeconds(20));
        server.answer = response -> stream(response).end("data: {\"choices\":[{\"delta\":{\n\n" + END);

        assertThat(fault().code()).isEqualTo("brain_malformed");
    }

    @Test
    void refusesAnAnswerWithNothingInIt() throws Exception {
        routed(Duration.ofSeconds(20));
        server.answer = response -> stream(response).end(END);

        assertThat(fault().code()).isEqualTo("brain_malformed");
    }

    @Test
    void heedsWhenABusyModelMayBeAskedAgain() throws Exception {
        routed(Duration.ofSeconds(20));
        server.answer = response ->
                response.setStatusCode(429).putHeader("Retry-After", "2").end("{\"error\":{}}");

        assertThat(fault()).isEqualTo(new BrainFault("brain_busy", "The model has answered 429.", true, 2_000));
    }

    @Test
    @Duty(value = "keys", says = "what a chat model says of a key is not passed on")
    void doesNotPassOnWhatARefusalQuotes() throws Exception {
        routed(Duration.ofSeconds(20));
        server.answer = response ->
                response.setStatusCode(401).end("Incorrect API key provided: " + KEY + "x".repeat(9_000_000));

        BrainFault fault = fault();
        assertThat(fault.code()).isEqualTo("brain_refused");
        assertThat(fault.again()).isFalse();
        assertThat(fault.detail()).doesNotContain(KEY);
    }

    @Test
    void doesNotFollowARedirectWithTheKey() throws Exception {
        routed(Duration.ofSeconds(20));
        server.answer = response ->
                response.setStatusCode(307).putHeader("Location", server.url()).end();

        assertThat(fault().code()).isEqualTo("brain_refused");
        assertThat(server.keys).hasSize(1);
    }

    @Test
    void saysThatNobodyIsThere() throws Exception {
        routed(Duration.ofSeconds(20));
        server.close();

        assertThat(fault().code()).isEqualTo("brain_unreachable");
        server = new ChatServer();
    }

    @Test
    void refusesToThinkWhenTooManyDo() throws Exception {
        routed(Duration.ofSeconds(60));
        server.answer = response -> {};
        Brain.Thought first = think();
        Brain.Thought second = think();

        assertThat(fault().code()).isEqualTo("brain_overloaded");
        first.drop();
        second.drop();
    }

    @Test
    void takesTheTextThatAnotherRouteLeaves() throws Exception {
        route("""
                - route:
                    from:
                      uri: direct:agent-turn
                      steps:
                        - setBody: {simple: 'You said ${body} in ${variable.variables[city]}.'}
                """);

        assertThat(thought().all).containsExactly("You said tell me more in Denver.");
    }

    @Test
    void takesTheToolsThatAnotherRouteAsksFor() throws Exception {
        route("""
                - route:
                    from:
                      uri: direct:agent-turn
                      steps:
                        - setBody: {constant: '{"say":"Goodbye then.","tools":[{"name":"end_call"}]}'}
                """);

        assertThat(thought().all).containsExactly("Goodbye then.", "end_call{}");
    }

    @Test
    void failsWhereAnotherRouteFails() throws Exception {
        route("""
                - route:
                    errorHandler: {noErrorHandler: {}}
                    from:
                      uri: direct:agent-turn
                      steps:
                        - throwException: {exceptionType: java.lang.IllegalStateException, message: no stock}
                """);

        assertThat(fault().code()).isEqualTo("brain_error");
    }
}
