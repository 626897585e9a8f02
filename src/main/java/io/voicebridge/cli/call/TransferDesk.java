package io.voicebridge.cli.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.agent.echo.EchoAgent;
import io.voicebridge.call.DialResult;
import io.voicebridge.component.sip.BridgeEnded;
import io.voicebridge.component.sip.SipConstants;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.Note;
import io.voicebridge.conversation.TransferResult;
import io.voicebridge.directory.AgentLookup;
import io.voicebridge.directory.Lookup;
import io.voicebridge.directory.PhoneNumber;
import io.voicebridge.directory.PhoneNumbers;
import io.voicebridge.directory.Problem;
import io.voicebridge.directory.Reason;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the route {@code call-transfer}, bean {@code transferDesk}: what was asked for becomes variables and
 * headers, and what comes of it goes on the timeline. Thread-safe; blocks on the database.
 */
public final class TransferDesk {

    private static final Logger LOG = LoggerFactory.getLogger(TransferDesk.class);

    private static final String HEADERS = "transferHeaders";

    /** The target by which a test line calls itself. */
    private static final String ITSELF = EchoAgent.ITSELF;

    /** Five9 takes no more. */
    private static final int MOST_HEADERS = 10;

    private final Conversations conversations;
    private final AgentLookup lookup;
    private final PhoneNumbers numbers;
    private final String region;
    private final ObjectMapper json;
    private final Predicate<String> isUp;
    private final Backlog backlog;
    private final Clock clock;

    /** Conversations with a transfer under way or done; bounded by the calls that are up. */
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    /** Since when callers have been with whom they were connected with, by the machine's running time. */
    private final Map<String, Long> connected = new ConcurrentHashMap<>();

    /**
     * @param isUp whether the call of a conversation is up on this bridge
     * @param backlog keeps what became of a transfer while the database is away
     */
    public TransferDesk(
            Conversations conversations,
            AgentLookup lookup,
            PhoneNumbers numbers,
            String region,
            ObjectMapper json,
            Predicate<String> isUp,
            Backlog backlog,
            Clock clock) {
        this.conversations = conversations;
        this.lookup = lookup;
        this.numbers = numbers;
        this.region = region;
        this.json = json;
        this.isUp = isUp;
        this.backlog = backlog;
        this.clock = clock;
    }

    /**
     * Makes the request in the body the variables of a transfer.
     *
     * @throws Problem 409 {@code call_ended} or {@code transfer_in_progress}, 422 {@code bad_number} or
     *     {@code no_terminal_uri}
     */
    public void plan(Exchange exchange) {
        plan(exchange, exchange.getMessage().getBody(JsonNode.class), "api");
    }

    /** The same for the tool {@code transfer_call}; the body becomes the answer to the agent. */
    public String planForAgent(Exchange exchange) {
        try {
            plan(exchange, json.readTree(exchange.getMessage().getBody(String.class)), "agent");
            exchange.setVariable("transferPlanned", true);
            return "{\"status\":\"ok\"}";
        } catch (Problem e) {
            return answer(e.code(), e.getMessage());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return answer("invalid_request", "The arguments are not a JSON object");
        }
    }

    private void plan(Exchange exchange, JsonNode body, String actor) {
        String id = text(exchange, "conversationId");
        if (!isUp.test(id)) {
            throw new Problem(409, "call_ended", "The call of " + id + " is not up on this bridge");
        }
        Lookup.Found called = called(exchange);
        PhoneNumber number = numbers.get(called.tenantId(), called.numberId());
        boolean toItself = isTestLine(called) && body.path("to").asText().equals(ITSELF);
        TransferPlan plan =
                TransferPlan.read(toItself ? ((ObjectNode) body.deepCopy()).put("to", number.number()) : body);
        String target = TransferTarget.of(plan.to(), number.terminalUri(), region);
        if (!underWay.add(id)) {
            throw new Problem(409, "transfer_in_progress", "The call of " + id + " is being transferred already");
        }
        Map<String, String> headers = new LinkedHashMap<>(plan.headers());
        headers.putIfAbsent("X-ConversationId", id);
        String correlation = text(exchange, "correlation");
        // To itself it comes back as a second call of its own, which would be up with the correlation of the first
        if (!toItself && !correlation.isEmpty() && headers.size() < MOST_HEADERS) {
            headers.putIfAbsent("X-CallSessionId", correlation);
        }
        exchange.setVariable("transferMode", plan.mode().name().toLowerCase(java.util.Locale.ROOT));
        exchange.setVariable("transferTo", plan.to());
        exchange.setVariable("transferTarget", target);
        exchange.setVariable("transferCallerId", plan.callerId().isEmpty() ? text(exchange, "ani") : plan.callerId());
        exchange.setVariable("transferPresents", plan.callerId());
        exchange.setVariable("transferWhisper", plan.whisper());
        exchange.setVariable("transferAcceptKey", plan.acceptKey());
        exchange.setVariable("transferOnFail", plan.onFail().name().toLowerCase(java.util.Locale.ROOT));
        exchange.setVariable("transferRingMs", plan.answerTimeoutMs());
        exchange.setVariable("transferTrunk", number.trunkUsername() == null ? "" : number.id());
        exchange.setVariable("transferSrtp", number.srtp() == null ? "" : number.srtp());
        exchange.setVariable("transferReturns", toItself);
        exchange.setVariable("transferActor", actor);
        exchange.setVariable(HEADERS, headers);
    }

    /** A trunk is tried both ways by calling the line that one speaks with. */
    private static boolean isTestLine(Lookup.Found called) {
        return called.provider().equals(EchoAgent.NAME);
    }

    /** What the call came in on: the trunk of that number is the way out. */
    private Lookup.Found called(Exchange exchange) {
        Lookup found = lookup.find(text(exchange, "number"));
        if (found instanceof Lookup.Found one && one.tenantId().equals(text(exchange, "tenantId"))) {
            return one;
        }
        throw TransferPlan.bad("bad_number", "/to", "The number that this call came in on is not registered any more.");
    }

    /** Sets the headers of {@code sip:dial}. */
    public void begin(Exchange exchange) {
        Message message = exchange.getMessage();
        message.setHeader(SipConstants.TARGET, text(exchange, "transferTarget"));
        message.setHeader(SipConstants.CALLER_ID, text(exchange, "transferCallerId"));
        message.setHeader(SipConstants.TRUNK, text(exchange, "transferTrunk"));
        message.setHeader(SipConstants.SRTP, text(exchange, "transferSrtp"));
        message.setHeader(SipConstants.MAY_RETURN, exchange.getVariable("transferReturns", false, Boolean.class));
        message.setHeader(SipConstants.RING_TIMEOUT, exchange.getVariable("transferRingMs", Long.class));
        message.setHeader(SipConstants.INVITE_HEADERS, exchange.getVariable(HEADERS, Map.of(), Map.class));
        presents(exchange);
        String to = text(exchange, "transferTo");
        note(
                exchange,
                new Note(
                        "transfer-started",
                        text(exchange, "transferActor"),
                        "A " + text(exchange, "transferMode") + " transfer to " + to + " began",
                        Map.of(),
                        to));
    }

    /** Before the other side can ask by it; the caller is connected whether or not it could be written. */
    private void presents(Exchange exchange) {
        String number = text(exchange, "transferPresents");
        if (number.isEmpty()) {
            return;
        }
        String id = text(exchange, "conversationId");
        try {
            backlog.write(id, () -> conversations.presented(id, number));
        } catch (RuntimeException e) {
            LOG.error("Nobody finds {} by the number that its transfer shows: {}", id, Reason.of(e));
        }
    }

    /** Caller and called person hear each other. */
    public void completed(Exchange exchange) {
        String mode = text(exchange, "transferMode");
        String to = text(exchange, "transferTo");
        String id = text(exchange, "conversationId");
        if (underWay.contains(id)) {
            connected.put(id, System.nanoTime());
        }
        tell(
                exchange,
                new Note(
                        "transfer-completed",
                        "bridge",
                        "The caller was connected with " + to,
                        Map.of("mode", mode),
                        to),
                TransferResult.completed(mode, to));
    }

    /** Nobody took the call; the body becomes what the agent is told. */
    public String failed(Exchange exchange) {
        underWay.remove(text(exchange, "conversationId"));
        String result = text(exchange, "transferResult");
        int status = Optional.ofNullable(exchange.getMessage().getHeader(SipConstants.STATUS, Integer.class))
                .orElse(0);
        String to = text(exchange, "transferTo");
        String onFail = text(exchange, "transferOnFail");
        tell(
                exchange,
                new Note(
                        "transfer-failed",
                        "bridge",
                        "The transfer to " + to + " failed: " + result + why(exchange),
                        Map.of("result", result, "sip_status", status, "on_fail", onFail),
                        to),
                TransferResult.failed(text(exchange, "transferMode"), to, result, status, onFail));
        return json.createObjectNode()
                .put("event", "transfer_failed")
                .put("result", result)
                .toString();
    }

    /** The called person has hung up, or the call is over: its events end with it, so that nobody tells of the other side. */
    public void over(Exchange exchange) {
        String id = text(exchange, "conversationId");
        underWay.remove(id);
        Long since = connected.remove(id);
        if (exchange.getMessage().getBody() instanceof BridgeEnded ended) {
            note(
                    exchange,
                    new Note(
                            "transfer-ended",
                            "bridge",
                            "The other side of the transfer is gone after " + ended.durationMs() / 1_000 + " s: "
                                    + ended.end().detail(),
                            Map.of(
                                    "seconds",
                                    ended.durationMs() / 1_000,
                                    "relay_ms",
                                    ended.heard().medianMs())));
        } else if (since != null) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
            note(
                    exchange,
                    new Note(
                            "transfer-ended",
                            "bridge",
                            "The call ended after " + seconds + " s with the other side of the transfer",
                            Map.of("seconds", seconds)));
        }
    }

    /** Whatever keeps it from being written: the caller must not be left alone for that. */
    private void tell(Exchange exchange, Note note, TransferResult result) {
        String id = text(exchange, "conversationId");
        Instant at = clock.instant();
        try {
            backlog.write(id, () -> conversations.transferred(id, note, result, at));
        } catch (RuntimeException e) {
            LOG.error("What became of a transfer of {} is lost: {}", id, Reason.of(e));
        }
    }

    private static String why(Exchange exchange) {
        return exchange.getMessage().getBody() instanceof DialResult dialled && !dialled.isAnswered()
                ? ". " + dialled.detail()
                : "";
    }

    private void note(Exchange exchange, Note note) {
        conversations.noteSoon(text(exchange, "tenantId"), text(exchange, "conversationId"), note);
    }

    private String answer(String status, String detail) {
        return json.createObjectNode()
                .put("status", status)
                .put("detail", detail)
                .toString();
    }

    private static String text(Exchange exchange, String variable) {
        return exchange.getVariable(variable, "", String.class);
    }
}
