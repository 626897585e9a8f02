package io.voicebridge.cli.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicebridge.cli.http.Asked;
import io.voicebridge.conversation.Rehearsals;
import io.voicebridge.conversation.Rehearsals.Rehearsed;
import io.voicebridge.conversation.Rehearsals.Wanted;
import io.voicebridge.directory.AgentDraft;
import io.voicebridge.directory.AgentLookup;
import io.voicebridge.directory.AgentTrial;
import io.voicebridge.directory.Agents;
import io.voicebridge.directory.ApiKey;
import io.voicebridge.directory.ApiKeys;
import io.voicebridge.directory.Lookup;
import io.voicebridge.directory.Problem;
import io.voicebridge.directory.Reason;
import io.voicebridge.rehearsal.RehearsalPlan;
import io.voicebridge.rehearsal.RehearsedCall;
import io.voicebridge.speech.Speech;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets simulated customers call agents of this bridge, over SIP and RTP like anybody. Bean {@code rehearsalDesk}.
 * Thread-safe; a call runs on a thread of its own.
 */
public final class RehearsalDesk {

    private static final Logger LOG = LoggerFactory.getLogger(RehearsalDesk.class);

    /** Longer than a call can be, so that a key that was left behind opens nothing. */
    private static final Duration KEY_LASTS = Duration.ofMinutes(10);

    /** What of the directory has a part in it. */
    public record Directory(Agents agents, AgentLookup lookup, AgentTrial trial, ApiKeys keys) {}

    /**
     * Where this bridge is reached from its own machine.
     *
     * @param sip empty if SIP is not taken over UDP
     * @param admits whether SIP from an address is let in
     */
    public record Bridge(
            Supplier<Optional<InetSocketAddress>> sip,
            Predicate<InetAddress> admits,
            Supplier<URI> http,
            Supplier<Speech> speech) {}

    private final CustomerFolder customers;
    private final Directory directory;
    private final Rehearsals rehearsals;
    private final RehearsedLines lines;
    private final Bridge bridge;
    private final ExecutorService threads;
    private final ObjectMapper json;
    private final Clock clock;
    private final Places places = new Places();

    /** @param threads interrupted when the bridge stops: then customers hang up */
    public RehearsalDesk(
            CustomerFolder customers,
            Directory directory,
            Rehearsals rehearsals,
            RehearsedLines lines,
            Bridge bridge,
            ExecutorService threads,
            ObjectMapper json,
            Clock clock) {
        this.customers = customers;
        this.directory = directory;
        this.rehearsals = rehearsals;
        this.lines = lines;
        this.bridge = bridge;
        this.threads = threads;
        this.json = json;
        this.clock = clock;
    }

    /** Who can be asked to call. */
    public Map<String, Object> customers() {
        return Map.of("items", customers.all());
    }

    /** Of the agent of the path, newest first. @throws Problem 404 */
    public Map<String, Object> list(Exchange exchange) {
        Asked asked = new Asked(exchange);
        directory.agents().get(asked.tenant(), asked.id());
        return Map.of(
                "items",
                rehearsals.of(asked.tenant(), asked.id()).stream()
                        .map(RehearsalDesk::view)
                        .toList());
    }

    /**
     * Has the customer of the body call the agent of the path, and returns before they are through.
     *
     * @throws Problem 404, 409 {@code not_published}, {@code number_needed} or {@code sip_not_reached}, 422
     *     {@code unknown_customer} or {@code bad_prompt}, 429 {@code too_many_rehearsals}
     */
    public Map<String, Object> begin(Exchange exchange) throws IOException {
        Asked asked = new Asked(exchange);
        JsonNode body = exchange.getMessage().getBody(JsonNode.class);
        boolean draft = body.path("draft").asBoolean(false);
        Lookup.Found called = directory.lookup().rehearsed(asked.tenant(), asked.id(), draft);
        String campaign = body.path("campaign").asText();
        String customer = body.path("customer").asText();
        RehearsalPlan plan = customers.find(campaign, customer).orElseThrow(() -> unknown(campaign, customer));
        prepare(called);
        InetSocketAddress sip = reached();
        places.take(asked.tenant());
        boolean begun = false;
        SimulatorLine line = null;
        try {
            line = new SimulatorLine(sip);
            Rehearsed row = rehearsals.begin(
                    new Wanted(
                            asked.tenant(),
                            asked.id(),
                            draft,
                            campaign,
                            customer,
                            called.number(),
                            plan.cast().get(0).expected()),
                    asked.text("keyId"));
            SimulatorLine opened = line;
            threads.execute(() -> run(row, opened, plan, called, asked.text("keyId")));
            begun = true;
            return view(row);
        } finally {
            if (!begun) {
                places.give(asked.tenant());
                if (line != null) {
                    line.close();
                }
            }
        }
    }

    private static Problem unknown(String campaign, String customer) {
        String detail = "There is no simulated customer '" + customer + "' in the campaign '" + campaign + "'.";
        return new Problem(422, "unknown_customer", detail, List.of(new Problem.Fault("/customer", detail)));
    }

    private void prepare(Lookup.Found called) {
        try {
            directory
                    .trial()
                    .prepare(
                            new AgentDraft(
                                    called.agent(),
                                    called.provider(),
                                    called.voice(),
                                    called.prompt(),
                                    called.dialogue(),
                                    called.settings()),
                            called.version());
        } catch (IllegalArgumentException e) {
            throw new Problem(422, "bad_prompt", e.getMessage());
        }
    }

    private InetSocketAddress reached() {
        InetSocketAddress bound = bridge.sip()
                .get()
                .orElseThrow(() -> new Problem(
                        409, "sip_not_reached", "Simulated customers call over UDP, and no listener takes SIP there."));
        InetAddress host =
                bound.getAddress().isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound.getAddress();
        if (!bridge.admits().test(host)) {
            throw new Problem(
                    409,
                    "sip_not_reached",
                    "Simulated customers call from " + host.getHostAddress()
                            + ", which the SIP policy does not let in: add it to allow in config/sip-policies.yaml.");
        }
        return new InetSocketAddress(host, bound.getPort());
    }

    private void run(Rehearsed row, SimulatorLine line, RehearsalPlan plan, Lookup.Found called, String actor) {
        String source = line.source();
        String tenant = called.tenantId();
        lines.open(source, new RehearsedLines.Line(row.id(), called));
        Optional<ApiKey.Issued> key = Optional.empty();
        try (line) {
            key = Optional.of(key(tenant, actor));
            RehearsedCall ended = line.call(
                    plan,
                    called.number(),
                    bridge.http().get(),
                    key.get().secret(),
                    bridge.speech().get(),
                    json);
            rehearsals.end(row.id(), ended.result(), ended.deviations());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(row, "the bridge stopped in the middle");
        } catch (RuntimeException e) {
            failed(row, Reason.of(e));
        } finally {
            lines.close(source);
            places.give(tenant);
            key.ifPresent(lent -> takeBack(tenant, actor, lent.key().id()));
        }
    }

    /** With which the script asks for the outcome, and the simulator for the transcript. */
    private ApiKey.Issued key(String tenant, String actor) {
        ObjectNode wanted = json.createObjectNode().put("label", "Rehearsal");
        wanted.putArray("scopes").add("five9").add("read");
        wanted.put("expires_at", clock.instant().plus(KEY_LASTS).toString());
        return directory.keys().create(tenant, actor, wanted);
    }

    private void takeBack(String tenant, String actor, String key) {
        try {
            directory.keys().delete(tenant, actor, key);
        } catch (RuntimeException e) {
            LOG.warn("The key of a rehearsal stays until it expires: {}", Reason.of(e));
        }
    }

    private void failed(Rehearsed row, String reason) {
        try {
            rehearsals.end(row.id(), reason, List.of("expected: " + row.expected()));
        } catch (RuntimeException e) {
            LOG.warn("The end of rehearsal {} could not be written down: {}", row.id(), Reason.of(e));
        }
    }

    /** As the API shows it. */
    public static Map<String, Object> view(Rehearsed row) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", row.id());
        view.put("campaign", row.campaign());
        view.put("customer", row.customer());
        view.put("draft", row.draft());
        view.put("number", row.number());
        view.put("state", row.state());
        view.put("conversation_id", row.conversationId());
        view.put("expected", row.expected());
        view.put("result", row.result());
        view.put("as_expected", row.isAsExpected());
        view.put("deviations", row.deviations());
        view.put("started_at", row.startedAt());
        view.put("ended_at", row.endedAt().orElse(null));
        return view;
    }
}
