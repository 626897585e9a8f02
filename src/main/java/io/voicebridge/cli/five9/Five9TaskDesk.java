package io.voicebridge.cli.five9;

import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.Note;
import io.voicebridge.directory.Five9Account;
import io.voicebridge.directory.Problem;
import io.voicebridge.directory.Reason;
import io.voicebridge.five9.service.Answer;
import io.voicebridge.five9.service.Batch;
import io.voicebridge.five9.service.Five9Fault;
import io.voicebridge.five9.service.Loads;
import io.voicebridge.five9.service.TaskQueue;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BiFunction;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the routes in {@code routes/five9-services.camel.yaml}, bean {@code five9TaskDesk}. Called on threads of their own;
 * nothing on a call's path waits for them. Thread-safe.
 */
public final class Five9TaskDesk {

    private static final Logger LOG = LoggerFactory.getLogger(Five9TaskDesk.class);

    static final String URL = "five9Url";
    static final String AUTHORIZATION = "five9Authorization";

    private static final String BATCH = "five9Batch";
    private static final String LOAD = "five9Load";
    private static final String FAULT = "five9Fault";

    private final TaskQueue queue;
    private final Loads loads;
    private final Conversations conversations;
    private final BiFunction<String, String, Optional<String>> secrets;
    private final String url;
    private final ThreadPoolExecutor senders;

    /**
     * @param secrets a tenant's secret by its name
     * @param url of the web services, with {@code {host}} in the place of the tenant's data centre
     * @param senders what is taken waits for none of them, so that its lease is long enough
     */
    public Five9TaskDesk(
            TaskQueue queue,
            Loads loads,
            Conversations conversations,
            BiFunction<String, String, Optional<String>> secrets,
            String url,
            ThreadPoolExecutor senders) {
        this.queue = queue;
        this.loads = loads;
        this.conversations = conversations;
        this.secrets = secrets;
        this.url = url;
        this.senders = senders;
    }

    /** What is due and may be sent now, at most one request of each tenant. */
    public List<Batch> take() {
        return queue.take(senders.getMaximumPoolSize()
                - senders.getActiveCount()
                - senders.getQueue().size());
    }

    /** Makes the body what the kamelet of the batch's kind takes, and says in {@code five9Kind} which that is, if any. */
    public void begin(Exchange exchange) {
        Batch taken = exchange.getMessage().getBody(Batch.class);
        Loads.Load load = loads.of(taken);
        Batch batch = queue.narrow(taken, load);
        exchange.getMessage().removeHeaders("*");
        exchange.setVariable(BATCH, batch);
        exchange.setVariable(LOAD, load);
        exchange.setVariable(
                "five9Kind", batch.items().isEmpty() ? "nothing" : batch.kind().wire());
        exchange.getMessage().setBody(load.body());
        if (!batch.items().isEmpty()) {
            try {
                authorize(exchange, batch.tenantId(), batch.account());
            } catch (Five9Fault e) {
                exchange.setVariable(FAULT, e);
                exchange.setVariable("five9Kind", "refused");
            }
        }
    }

    private void authorize(Exchange exchange, String tenantId, Five9Account account) {
        String password = secrets.apply(tenantId, account.secret())
                .orElseThrow(() -> new Five9Fault(
                        Five9Fault.Kind.UNREACHED,
                        "",
                        "The tenant has no secret named '" + account.secret() + "': set it with POST /api/v1/secrets"));
        String pair = account.username() + ':' + password;
        exchange.setVariable(
                AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        exchange.setVariable(URL, url.replace("{host}", account.host()));
    }

    /** Whatever went wrong on the way to Five9 and back. */
    public void failed(Exchange exchange) {
        exchange.setVariable(FAULT, fault(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
    }

    /** Writes down what became of it. */
    public void settle(Exchange exchange) {
        Batch batch = exchange.getVariable(BATCH, Batch.class);
        Loads.Load load = exchange.getVariable(LOAD, Loads.Load.class);
        load.dropped().forEach((task, why) -> LOG.info("The Five9 task {} is not sent: {}", task, why.detail()));
        if (batch.items().isEmpty()) {
            return;
        }
        Five9Fault fault = exchange.getVariable(FAULT, Five9Fault.class);
        if (fault == null) {
            queue.done(batch, load.notes());
            batch.items().forEach(item -> note(item, told(batch), load.notes().getOrDefault(item.taskId(), "")));
            return;
        }
        queue.failed(batch, fault);
        LOG.warn(
                "Five9 has not taken {} of {} conversation(s), first {}: {}",
                batch.kind().wire(),
                batch.items().size(),
                batch.items().get(0).conversationId(),
                fault.getMessage());
    }

    private static String told(Batch batch) {
        return switch (batch.kind()) {
            case DNC -> "The customer's numbers are on Five9's do-not-call list";
            case CALLBACK ->
                "The callback is in Five9's list " + batch.account().callbackList();
            case DISPOSITION -> "Five9 was given the disposition of the customer's record";
        };
    }

    /** Of an erased conversation nothing is said any more. */
    private void note(Batch.Item item, String summary, String detail) {
        try {
            conversations.note(
                    item.conversationId(),
                    new Note(
                            "five9-task-done",
                            "bridge",
                            summary,
                            detail.isEmpty() ? Map.of() : Map.of("detail", detail)));
        } catch (Problem e) {
            LOG.debug("No conversation {} to note it on", item.conversationId());
        }
    }

    /**
     * Asks something that changes nothing, for the doctor.
     *
     * @throws Five9Fault if Five9 refuses or cannot be reached
     */
    public Answer ask(ProducerTemplate template, String tenantId, Five9Account account, Map<String, String> question) {
        Exchange exchange = template.request("direct:ask-five9", asked -> {
            authorize(asked, tenantId, account);
            asked.getMessage().setBody(question);
        });
        if (exchange.getException() != null) {
            throw fault(exchange.getException());
        }
        return exchange.getMessage().getBody(Answer.class);
    }

    private static Five9Fault fault(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Five9Fault fault) {
                return fault;
            }
            if (cause instanceof ConnectException
                    || cause instanceof ConnectTimeoutException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof SSLHandshakeException) {
                return new Five9Fault(Five9Fault.Kind.UNREACHED, "", "Five9 cannot be reached: " + Reason.of(failure));
            }
        }
        return failure instanceof IOException
                ? new Five9Fault(Five9Fault.Kind.LOST, "", "Five9 has not answered in time, or the connection broke")
                : new Five9Fault(Five9Fault.Kind.REFUSED, "", "It cannot be sent: " + Reason.of(failure));
    }
}
