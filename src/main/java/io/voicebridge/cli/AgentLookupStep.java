package io.voicebridge.cli;

import io.voicebridge.agent.Secret;
import io.voicebridge.cli.rehearsal.RehearsedLines;
import io.voicebridge.conversation.CallToken;
import io.voicebridge.conversation.Note;
import io.voicebridge.directory.AgentDraft;
import io.voicebridge.directory.AgentLookup;
import io.voicebridge.directory.CallLimits;
import io.voicebridge.directory.Lookup;
import io.voicebridge.directory.Reason;
import io.voicebridge.directory.TenantSecrets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The look-up as a route's step. Bean {@code agentLookupStep}. Thread-safe.
 *
 * <p>Reads the variables {@code dnis}, the called number; {@code callTokens}, of which one that is a number's counts more than
 * the called number; {@code correlation}, {@code ani} and {@code callId}, by which a
 * version on trial gets its share; {@code sipSource}, by which a rehearsal is known; and {@code legId}, under which the call is counted until
 * {@code callLimits} is told to release it.
 */
public final class AgentLookupStep {

    private static final Logger LOG = LoggerFactory.getLogger(AgentLookupStep.class);

    private final AgentLookup directory;
    private final CallLimits limits;
    private final TenantSecrets secrets;
    private final RehearsedLines rehearsals;

    /** @param rehearsals whose calls reach the agent that was asked for, whatever their number is mapped to */
    public AgentLookupStep(AgentLookup directory, CallLimits limits, TenantSecrets secrets, RehearsedLines rehearsals) {
        this.directory = directory;
        this.limits = limits;
        this.secrets = secrets;
        this.rehearsals = rehearsals;
    }

    /**
     * Sets the variables of the number and its agent, or the headers {@code CamelSipStatus} and {@code CamelSipReason}
     * and the variables {@code refusalCondition} and {@code refusalHint}.
     */
    public void lookUp(Exchange exchange) {
        Lookup lookup = rehearsals
                .at(exchange.getVariable("sipSource", "", String.class))
                .map(line -> rehearsed(exchange, line))
                .orElseGet(() -> called(exchange));
        if (lookup instanceof Lookup.Found found) {
            found(exchange, found.answering(call(exchange)));
            if (!limits.keepsPace(found.tenantId(), found.maxCallsPerSecond())) {
                refused(exchange, tooFast(found));
            } else if (!limits.tryAcquire(
                    found.tenantId(),
                    found.numberId(),
                    exchange.getVariable("legId", String.class),
                    found.maxCalls())) {
                refused(exchange, overLimit(found));
            }
        } else if (lookup instanceof Lookup.Refused refused) {
            refused(exchange, refused);
        }
    }

    private Lookup called(Exchange exchange) {
        List<?> tokens = exchange.getVariable("callTokens", List.of(), List.class);
        for (Object each : tokens) {
            CallToken token = (CallToken) each;
            Optional<Lookup> found = directory.findByToken(token.value());
            if (found.isPresent()) {
                note(exchange, "found-by-token", "The token in " + token.header() + " says which number is meant");
                return found.get();
            }
        }
        Lookup lookup = directory.find(exchange.getVariable("dnis", String.class));
        return tokens.isEmpty() ? lookup : despite(exchange, lookup, ((CallToken) tokens.get(0)).header());
    }

    /** The number decides where a token does not, for the header may have another's; but it is said. */
    private static Lookup despite(Exchange exchange, Lookup lookup, String header) {
        if (lookup instanceof Lookup.Refused refused && refused.sipStatus() == 404) {
            return new Lookup.Refused(
                    refused.tenantId(),
                    404,
                    "call-token-unknown",
                    refused.reason(),
                    "The token in " + header + " is nobody's, and " + refused.hint());
        }
        note(exchange, "token-unknown", "The token in " + header + " is nobody's; the called number counts");
        return lookup;
    }

    private static void note(Exchange exchange, String kind, String summary) {
        exchange.setVariable("lookupNote", new Note(kind, "bridge", summary));
    }

    private static Lookup rehearsed(Exchange exchange, RehearsedLines.Line line) {
        exchange.setVariable("rehearsal", line.rehearsal());
        return line.called();
    }

    /** A customer who is called twice for one reason is answered alike, and so is one without a correlation. */
    private static String call(Exchange exchange) {
        return Stream.of("correlation", "ani", "callId")
                .map(name -> exchange.getVariable(name, "", String.class))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Sets {@code tenantId} to whose number was called, or is nearest to it; empty if nobody's. Counts no call. */
    public void findOwner(Exchange exchange) {
        String dnis = exchange.getVariable("dnis", "", String.class);
        Lookup lookup = directory.find(dnis);
        String owner = lookup instanceof Lookup.Found found ? found.tenantId() : ((Lookup.Refused) lookup).tenantId();
        exchange.setVariable("tenantId", owner);
    }

    private void found(Exchange exchange, Lookup.Found found) {
        exchange.setVariable("tenantId", found.tenantId());
        exchange.setVariable("numberId", found.numberId());
        exchange.setVariable("number", found.number());
        exchange.setVariable("agent", found.agent());
        exchange.setVariable("agentId", found.agentId());
        exchange.setVariable("agentVersion", found.version());
        exchange.setVariable("agentProvider", found.provider());
        exchange.setVariable("agentPrompt", found.prompt());
        exchange.setVariable("agentVoice", found.voice());
        exchange.setVariable("agentDialogue", found.dialogue());
        exchange.setVariable("agentSettings", found.settings());
        AgentDraft.keySecret(found.settings())
                .flatMap(name -> key(found, name))
                .ifPresent(key -> exchange.setVariable("agentKey", key));
        exchange.setVariable("defaultRoute", found.defaultRoute());
        exchange.setVariable("byeHeaders", found.byeHeaders());
        exchange.setVariable("headerMap", found.headerMap());
        exchange.setVariable("srtp", found.srtp());
        exchange.setVariable("consentVariables", found.consentVariables());
        exchange.setVariable("sensitiveVariables", found.sensitiveVariables());
        exchange.setVariable("sensitiveShapes", found.sensitiveShapes());
    }

    /** Without it the agent cannot reach its provider, and whoever stands in for it takes the call. */
    private Optional<Secret> key(Lookup.Found found, String name) {
        try {
            return secrets.open(found.tenantId(), name).map(Secret::new);
        } catch (RuntimeException e) {
            LOG.warn("The secret '{}' of the agent {} cannot be read: {}", name, found.agent(), Reason.of(e));
            return Optional.empty();
        }
    }

    private static void refused(Exchange exchange, Lookup.Refused refused) {
        exchange.setVariable("tenantId", refused.tenantId());
        exchange.setVariable("refusalCondition", refused.condition());
        exchange.setVariable("refusalHint", refused.hint());
        exchange.getMessage().setHeader("CamelSipStatus", refused.sipStatus());
        exchange.getMessage().setHeader("CamelSipReason", refused.reason());
    }

    private static Lookup.Refused tooFast(Lookup.Found found) {
        return new Lookup.Refused(
                found.tenantId(),
                503,
                "tenant-call-rate",
                "Too many calls",
                "More calls than " + found.maxCallsPerSecond()
                        + " a second, which is the tenant's limit (max_calls_per_second).");
    }

    private static Lookup.Refused overLimit(Lookup.Found found) {
        return new Lookup.Refused(
                found.tenantId(),
                503,
                "tenant-call-limit",
                "Too many calls",
                "The tenant has " + found.maxCalls() + " calls up, which is its limit (max_calls).");
    }
}
