package io.voicebridge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.cli.http.Asked;
import io.voicebridge.conversation.Archive;
import io.voicebridge.conversation.ConversationFacts;
import io.voicebridge.conversation.Outcome;
import io.voicebridge.directory.Audit;
import io.voicebridge.security.LinkGrant;
import io.voicebridge.security.LinkSignature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.camel.Exchange;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Links by which somebody without a key sees one conversation, for as long as they last: Five9's screen pop. Bean
 * {@code linkDesk}. The token stands behind the {@code #} of the address, which no browser sends: it is in no log and no
 * Referer. Thread-safe.
 */
public final class LinkDesk {

    private static final String PAGE = "/console/pop#";
    private static final int DEFAULT_S = 900;

    private final Archive archive;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final LinkSignature links;
    private final Supplier<PublicAddress> reach;
    private final ToIntFunction<String> minutes;
    private final Clock clock;

    /** @param minutes how long a link that a script is told lasts, by tenant; 0 if scripts are told none */
    LinkDesk(
            Archive archive,
            Audit audit,
            TransactionTemplate transactions,
            LinkSignature links,
            Supplier<PublicAddress> reach,
            ToIntFunction<String> minutes,
            Clock clock) {
        this.archive = archive;
        this.audit = audit;
        this.transactions = transactions;
        this.links = links;
        this.reach = reach;
        this.minutes = minutes;
        this.clock = clock;
    }

    /** Makes a link to the conversation of the path. */
    public Map<String, Object> make(Exchange exchange) {
        Asked asked = new Asked(exchange);
        JsonNode body = exchange.getMessage().getBody(JsonNode.class);
        long seconds = body == null ? DEFAULT_S : body.path("expires_in_s").asLong(DEFAULT_S);
        String id = archive.one(asked.tenant(), asked.id()).id();
        Instant end = clock.instant().plusSeconds(seconds).truncatedTo(ChronoUnit.SECONDS);
        transactions.executeWithoutResult(
                status -> audit.add(asked.tenant(), asked.text("keyId"), "conversation.link", id, "until " + end));
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("url", url(asked.tenant(), id, end));
        view.put("expires_at", end);
        return view;
    }

    /** What the link of the request shows. */
    public Map<String, Object> show(Exchange exchange) {
        Asked asked = new Asked(exchange);
        ConversationFacts facts = archive.one(asked.tenant(), asked.id());
        Map<String, Object> call = ConversationViews.row(facts);
        call.put("ended_at", facts.endedAt().orElse(null));
        call.put(
                "committed",
                archive.outcome(asked.tenant(), asked.id())
                        .map(ConversationViews::outcome)
                        .orElse(null));
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("expires_at", exchange.getVariable("expiresAt", Instant.class));
        view.put("conversation", call);
        view.put("transcript", archive.transcript(asked.tenant(), asked.id()));
        view.put(
                "variables",
                archive.variables(asked.tenant(), asked.id()).stream()
                        .map(ConversationViews::variable)
                        .toList());
        return view;
    }

    /**
     * The link that a script is told with the outcome; empty if its tenant wants none told. It counts from the commit, so that
     * who asks twice is told the same.
     */
    Optional<String> told(String tenantId, ConversationFacts call, Optional<Outcome> outcome) {
        int lasts = minutes.applyAsInt(tenantId);
        if (lasts == 0) {
            return Optional.empty();
        }
        Instant from = outcome.map(Outcome::committedAt).orElse(call.startedAt());
        return Optional.of(url(tenantId, call.id(), from.plus(Duration.ofMinutes(lasts))));
    }

    private String url(String tenantId, String conversationId, Instant end) {
        return reach.get().http() + PAGE + links.sign(new LinkGrant(tenantId, conversationId, end));
    }
}
