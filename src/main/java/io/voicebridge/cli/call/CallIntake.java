package io.voicebridge.cli.call;

import io.voicebridge.agent.AgentProfile;
import io.voicebridge.component.sip.SipConstants;
import io.voicebridge.conversation.Begun;
import io.voicebridge.conversation.CallVariables;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.NewConversation;
import io.voicebridge.conversation.Note;
import io.voicebridge.conversation.RejectedCall;
import io.voicebridge.conversation.Route;
import io.voicebridge.conversation.SignalHeader;
import io.voicebridge.conversation.SipVariables;
import io.voicebridge.conversation.VariableMarks;
import io.voicebridge.directory.CallLimits;
import io.voicebridge.directory.DefaultRoute;
import io.voicebridge.directory.Outage;
import io.voicebridge.directory.Reason;
import io.voicebridge.sip.SipHeader;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Exchange;

/**
 * The steps of the route {@code call-intake}, bean {@code callIntake}: what signalling, directory and conversations have
 * to say to each other before a call is answered. Thread-safe; blocks on the database.
 */
public final class CallIntake {

    private static final String HEADERS = "sipHeaders";
    private static final String STORAGE_AWAY = "storage-unavailable";

    /** All refused calls are one key of the backlog: so many of them are kept, not so many of each. */
    private static final String REFUSED_CALLS = "refused calls";

    private final ReferencedVariables references = new ReferencedVariables();
    private final SipVariables sipVariables;
    private final CallLimits callLimits;
    private final Conversations conversations;
    private final Backlog backlog;
    private final Clock clock;

    /** @param backlog keeps what is to be known of refused calls while the database is away */
    public CallIntake(
            SipVariables sipVariables,
            CallLimits callLimits,
            Conversations conversations,
            Backlog backlog,
            Clock clock) {
        this.sipVariables = sipVariables;
        this.callLimits = callLimits;
        this.conversations = conversations;
        this.backlog = backlog;
        this.clock = clock;
    }

    /** X- headers to variables; sets {@code correlation}, {@code received} and {@code variables}. */
    public void readVariables(Exchange exchange) {
        List<?> headers = exchange.getMessage().getHeader(SipConstants.HEADERS, List.of(), List.class);
        List<SignalHeader> signal = headers.stream()
                .filter(SipHeader.class::isInstance)
                .map(SipHeader.class::cast)
                .map(header -> new SignalHeader(header.name(), header.value()))
                .toList();
        exchange.setVariable(HEADERS, signal);
        exchange.setVariable("callTokens", SipVariables.tokens(signal));
        CallVariables read = sipVariables.read(signal);
        exchange.setVariable("correlation", read.correlation());
        exchange.setVariable("received", read.received());
        exchange.setVariable("variables", values(read));
    }

    /**
     * Writes the conversation's row and joins what Five9 has registered for the call; sets {@code conversationId},
     * {@code correlation}, {@code variables} and {@code received}.
     */
    public void begin(Exchange exchange) {
        AgentProfile profile = profile(exchange);
        DefaultRoute route = exchange.getVariable("defaultRoute", DefaultRoute.NONE, DefaultRoute.class);
        CallVariables sent = sipVariables.read(headers(exchange));
        Note note = exchange.getVariable("lookupNote", Note.class);
        CallVariables read = note == null ? sent : sent.with(note);
        Begun begun = conversations.begin(
                new NewConversation(
                        text(exchange, "tenantId"),
                        text(exchange, "callId"),
                        read.correlation(),
                        text(exchange, "ani"),
                        text(exchange, "dnis"),
                        text(exchange, "number"),
                        text(exchange, "agentId"),
                        profile.agent(),
                        profile.version(),
                        read,
                        strings(exchange, "headerMap"),
                        Route.of(route.type(), route.value(), route.reason()),
                        strings(exchange, "byeHeaders"),
                        VariableMarks.of(
                                names(exchange, "consentVariables"),
                                names(exchange, "sensitiveVariables"),
                                names(exchange, "sensitiveShapes")),
                        text(exchange, "rehearsal"),
                        text(exchange, "traceparent")),
                references.of(profile));
        exchange.setVariable("conversationId", begun.conversationId());
        exchange.setVariable("correlation", begun.correlation());
        exchange.setVariable("variables", begun.variables());
        exchange.setVariable("received", begun.received());
    }

    /** The route of a call failed; sets {@code refusalCondition} and {@code refusalHint}. */
    public void failed(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        boolean away = Outage.isBehind(failure);
        exchange.setVariable("refusalCondition", away ? STORAGE_AWAY : "internal-error");
        exchange.setVariable(
                "refusalHint",
                away
                        ? "The database could not be reached, so the call could not be written down."
                        : Reason.of(failure));
    }

    /**
     * Keeps a row of the refusal that {@code CamelSipStatus} asks for, in memory while the database is away, and gives
     * the tenant's slot back if it has one.
     */
    public void refused(Exchange exchange) {
        callLimits.release(text(exchange, "legId"));
        int status = exchange.getMessage().getHeader(SipConstants.STATUS, 500, Integer.class);
        String reason = exchange.getMessage().getHeader(SipConstants.REASON, "", String.class);
        String condition = text(exchange, "refusalCondition");
        String conversationId = text(exchange, "conversationId");
        RejectedCall call = new RejectedCall(
                text(exchange, "tenantId"),
                text(exchange, "callId"),
                text(exchange, "ani"),
                text(exchange, "dnis"),
                text(exchange, "sipSource"),
                status,
                condition.isEmpty() ? condition(status) : condition,
                reason,
                text(exchange, "refusalHint"));
        Optional<String> begun = conversationId.isEmpty() ? Optional.empty() : Optional.of(conversationId);
        Instant at = clock.instant();
        backlog.write(REFUSED_CALLS, () -> keep(call, begun, at));
    }

    private void keep(RejectedCall call, Optional<String> begun, Instant at) {
        Optional<String> conversation = begun.isEmpty()
                        && call.condition().equals(STORAGE_AWAY)
                        && !call.tenantId().isEmpty()
                ? conversations.ringing(call.tenantId(), call.callId())
                : begun;
        conversations.rejected(call, conversation, at);
    }

    /** What the media processor refused, by its status. */
    private static String condition(int status) {
        return switch (status) {
            case 400 -> "bad-session-description";
            case 415 -> "body-not-sdp";
            case 480 -> "agent-unavailable";
            case 487 -> "caller-gave-up";
            case 488 -> "media-not-acceptable";
            case 503 -> "no-media-port";
            default -> "not-answered";
        };
    }

    private static AgentProfile profile(Exchange exchange) {
        return new AgentProfile(
                text(exchange, "agent"),
                exchange.getVariable("agentVersion", 1, Integer.class),
                text(exchange, "agentProvider"),
                text(exchange, "agentPrompt"),
                text(exchange, "agentVoice"),
                text(exchange, "agentDialogue"),
                text(exchange, "agentSettings"));
    }

    private static List<SignalHeader> headers(Exchange exchange) {
        List<?> headers = exchange.getVariable(HEADERS, List.of(), List.class);
        return headers.stream().map(SignalHeader.class::cast).toList();
    }

    private static Map<String, String> strings(Exchange exchange, String variable) {
        Map<?, ?> given = exchange.getVariable(variable, Map.of(), Map.class);
        Map<String, String> strings = new LinkedHashMap<>();
        given.forEach((name, value) -> strings.put(String.valueOf(name), String.valueOf(value)));
        return strings;
    }

    private static List<String> names(Exchange exchange, String variable) {
        List<?> given = exchange.getVariable(variable, List.of(), List.class);
        return given.stream().map(String::valueOf).toList();
    }

    private static Map<String, String> values(CallVariables read) {
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        read.received().forEach(variable -> values.put(variable.name(), variable.value()));
        return values;
    }

    private static String text(Exchange exchange, String variable) {
        return exchange.getVariable(variable, "", String.class);
    }
}
