package io.voicebridge.five9;

import io.voicebridge.conversation.Archive;
import io.voicebridge.conversation.ConversationFacts;
import io.voicebridge.conversation.Conversations;
import io.voicebridge.conversation.LastLooks;
import io.voicebridge.conversation.Note;
import io.voicebridge.conversation.Outcome;
import io.voicebridge.conversation.ReceivedVariable;
import io.voicebridge.conversation.Standing;
import io.voicebridge.conversation.Standings;
import io.voicebridge.conversation.Wakeups;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * Tells a Five9 script what came of a call. With {@code wait} the answer comes the moment the outcome does; nobody's
 * thread is held meanwhile.
 *
 * <p>The first answer that tells a revision of the outcome is the answer: asked again it has the same bytes. If the call
 * was still up then, the answer has no {@code ended_by} and {@code duration_s}, and never gets any. A script asks as soon as
 * it has our BYE, which may be before the end of the call is written: a question that may wait, waits for that.
 * Thread-safe.
 */
public final class OutcomeAnswers {

    /** Seconds; a tenant may allow more. */
    private static final int WAIT_CAP = 4;

    private static final int WAIT_LIMIT = 25;
    /** How often a question looks for what another bridge on the same database committed and nobody told of, while few wait. */
    private static final Duration POLL = Duration.ofMillis(500);

    /** Looks a second, of all that wait together: the more they are, the more seldom each looks. */
    private static final int POLLS_A_SECOND = 400;

    /** How long the answer of a call that we have hung up waits for the call's end to be written. */
    private static final Duration ENDING = Duration.ofSeconds(1);

    private static final int SUMMARY = 250;

    /** Where a person may look at a conversation. */
    public interface Links {
        /** Empty if the tenant wants none told. */
        Optional<String> to(String tenantId, ConversationFacts call, Optional<Outcome> outcome);
    }

    private final Standings standings;
    private final Archive archive;
    private final Conversations conversations;
    private final LastLooks lastLooks;
    private final Wakeups wakeups;
    private final Clock clock;
    private final UnaryOperator<String> numberKey;
    private final ToIntFunction<String> waitCap;
    private final Links links;
    private final int maxWaiting;
    private final Executor executor;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param waitCap seconds that a tenant allows, by its id
     * @param links told with an answer that asks for one by {@code link=1}
     * @param maxWaiting questions that may wait at once; one more is answered with what is known
     * @param executor where a waiting question is looked up again
     */
    public OutcomeAnswers(
            Standings standings,
            Archive archive,
            Conversations conversations,
            LastLooks lastLooks,
            Wakeups wakeups,
            Clock clock,
            UnaryOperator<String> numberKey,
            ToIntFunction<String> waitCap,
            Links links,
            int maxWaiting,
            Executor executor) {
        this.standings = standings;
        this.archive = archive;
        this.conversations = conversations;
        this.lastLooks = lastLooks;
        this.wakeups = wakeups;
        this.clock = clock;
        this.numberKey = numberKey;
        this.waitCap = waitCap;
        this.links = links;
        this.maxWaiting = maxWaiting;
        this.executor = executor;
    }

    /** Looks up on the calling thread; what comes after a wait, on the executor. */
    public CompletableFuture<FlatView> answer(String tenantId, Fields fields) {
        return view(tenantId, fields).thenApply(view -> view.only(wanted(fields)));
    }

    private CompletableFuture<FlatView> view(String tenantId, Fields fields) {
        OutcomeQuestion question = OutcomeQuestion.of(fields, numberKey);
        if (question.isEmpty()) {
            String error = fields.fault().isEmpty() ? "correlation or ani is needed" : fields.fault();
            return CompletableFuture.completedFuture(view("invalid", fields, "", Optional.empty(), Optional.empty())
                    .error(error));
        }
        long asked = System.nanoTime();
        long end = asked + TimeUnit.SECONDS.toNanos(wait(tenantId, fields));
        Standing standing = look(tenantId, question);
        if (left(standing, end) <= 0 || waiting.get() >= maxWaiting) {
            return CompletableFuture.completedFuture(tell(tenantId, fields, question, standing, asked));
        }
        waiting.incrementAndGet();
        return await(tenantId, question, standing, end)
                .whenComplete((done, failure) -> waiting.decrementAndGet())
                .thenApply(done -> tell(tenantId, fields, question, done, asked));
    }

    private int wait(String tenantId, Fields fields) {
        int asked = fields.number("wait", 0, 0, WAIT_LIMIT);
        return asked <= WAIT_CAP ? asked : Math.min(asked, Math.max(WAIT_CAP, waitCap.applyAsInt(tenantId)));
    }

    /** Registers before it looks, so that what changes between the look and the wait is not missed. */
    private CompletableFuture<Standing> await(String tenantId, OutcomeQuestion question, Standing seen, long end) {
        Wakeups.Waiter waiter = wakeups.register(key(tenantId, seen));
        Standing standing;
        try {
            standing = look(tenantId, question);
        } catch (RuntimeException e) {
            waiter.close();
            throw e;
        }
        long left = left(standing, end);
        if (left <= 0) {
            waiter.close();
            return CompletableFuture.completedFuture(standing);
        }
        // An ending call's second is counted from the first look that finds it ending.
        long until = System.nanoTime() + left;
        return waiter.woken()
                .completeOnTimeout(null, Math.min(left, poll()), TimeUnit.NANOSECONDS)
                .whenComplete((woken, failure) -> waiter.close())
                .thenComposeAsync(woken -> await(tenantId, question, standing, until), executor);
    }

    /** Nanoseconds that there still is something to wait for, {@code end} permitting; 0 or less if there is nothing. */
    private long left(Standing standing, long end) {
        long left = end - System.nanoTime();
        if (isPending(standing)) {
            return left;
        }
        return isEnding(standing) ? Math.min(left, ENDING.toNanos()) : 0;
    }

    /** Nanoseconds until a waiting question looks again by itself. */
    private long poll() {
        return Math.max(POLL.toNanos(), TimeUnit.SECONDS.toNanos(waiting.get()) / POLLS_A_SECOND);
    }

    private static String key(String tenantId, Standing standing) {
        return standing instanceof Standing.Known known
                ? known.conversation().id()
                : Standings.registrationKey(tenantId, ((Standing.Registered) standing).correlation());
    }

    private boolean isPending(Standing standing) {
        if (standing instanceof Standing.Registered registered) {
            return registered.expiresAt().isAfter(clock.instant());
        }
        return standing instanceof Standing.Known known && known.phase(clock.instant()) == Standing.Phase.PENDING;
    }

    /** Whether the answer gets an {@code ended_by} in a moment; one that was given without it stays so. */
    private static boolean isEnding(Standing standing) {
        return standing instanceof Standing.Known known
                && known.conversation().isEnding()
                && !known.conversation().wasToldEarly();
    }

    private Standing look(String tenantId, OutcomeQuestion question) {
        if (!question.conversationId().isEmpty()) {
            return standings.byId(tenantId, question.conversationId());
        }
        if (question.correlation().isEmpty()) {
            return standings.byNumbers(tenantId, question.partyKeys(), question.calledKey(), question.maxAge());
        }
        Standing standing = standings.byCorrelation(tenantId, question.correlation());
        if (standing instanceof Standing.Unknown && !question.partyKeys().isEmpty()) {
            // The carrier may have dropped the header that had the correlation; a call that has one is another call.
            Standing byNumbers =
                    standings.byNumbers(tenantId, question.partyKeys(), question.calledKey(), question.maxAge());
            return byNumbers instanceof Standing.Known known
                            && !known.conversation().correlation().isEmpty()
                    ? standing
                    : byNumbers;
        }
        return standing;
    }

    /** @param asked when the question came, by the machine's running time */
    private FlatView tell(String tenantId, Fields fields, OutcomeQuestion question, Standing standing, long asked) {
        if (standing instanceof Standing.Known seen) {
            Standing.Known known = standings.giving(seen);
            FlatView view = known(tenantId, fields, known);
            conversations.noteSoon(
                    tenantId,
                    known.conversation().id(),
                    new Note(
                            "outcome-read",
                            "five9",
                            "Five9 asked for the outcome and was told: " + view.status(),
                            Map.of(
                                    "status",
                                    view.status(),
                                    "revision",
                                    known.conversation().revision(),
                                    "took_ms",
                                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked))));
            return view;
        }
        if (standing instanceof Standing.Registered registered) {
            boolean open = registered.expiresAt().isAfter(clock.instant());
            return view(
                    open ? "pending" : "expired", fields, registered.correlation(), Optional.empty(), Optional.empty());
        }
        if (standing instanceof Standing.Unknown && !question.correlation().isEmpty()) {
            lastLooks.missed(tenantId, question.correlation());
        }
        return standing instanceof Standing.Ambiguous
                ? view("ambiguous", fields, question.correlation(), Optional.empty(), Optional.empty())
                        .error("more than one call fits; ask with a correlation that is the call's own")
                : view("not_found", fields, question.correlation(), Optional.empty(), Optional.empty());
    }

    private FlatView known(String tenantId, Fields fields, Standing.Known known) {
        ConversationFacts call = known.conversation();
        Standing.Phase phase = known.phase(clock.instant());
        boolean told = phase == Standing.Phase.READY || phase == Standing.Phase.FAILED;
        FlatView view = view(
                phase.name().toLowerCase(java.util.Locale.ROOT),
                fields,
                call.correlation(),
                Optional.of(call),
                told ? known.outcome() : Optional.empty());
        if (told && fields.flag("link") && call.erasedAt().isEmpty()) {
            links.to(tenantId, call, known.outcome()).ifPresent(url -> view.put("link", url));
        }
        if (told && fields.flag("vars") && call.erasedAt().isEmpty()) {
            known.outcome()
                    .ifPresent(outcome -> outcome.variables().forEach((name, value) -> view.extra("v_" + name, value)));
            for (ReceivedVariable variable : archive.variables(tenantId, call.id())) {
                view.extra("v_" + variable.name(), variable.value());
            }
        }
        return view.about(call);
    }

    private static List<String> wanted(Fields fields) {
        String names = fields.get("fields");
        if (names.isBlank()) {
            return List.of();
        }
        return Arrays.stream(names.split("[,; ]+"))
                .filter(name -> !name.isBlank())
                .distinct()
                .toList();
    }

    private static FlatView view(
            String status,
            Fields fields,
            String correlation,
            Optional<ConversationFacts> call,
            Optional<Outcome> outcome) {
        Optional<ConversationFacts> end = call.filter(c -> !c.isLive() && !c.wasToldEarly());
        FlatView view = new FlatView(status, fields.flag("ascii"))
                .put("correlation", correlation)
                .put(
                        "qualified",
                        outcome.map(o -> yes(o.value().equals("qualified"))).orElse(""))
                .put("outcome", outcome.map(Outcome::value).orElse(""))
                .put("route_type", outcome.map(o -> o.route().type().name()).orElse(""))
                .put("route_value", outcome.map(o -> o.route().value()).orElse(""))
                .put("route_reason", outcome.map(o -> o.route().reason()).orElse(""))
                .put(
                        "summary",
                        outcome.map(Outcome::summary).orElse(""),
                        fields.number("summary_max", SUMMARY, 10, 1000))
                .put("intent", outcome.map(Outcome::intent).orElse(""))
                .put("dnc", outcome.map(o -> yes(o.dnc())).orElse(""))
                .put("callback_at", outcome.map(Outcome::callbackAt).orElse(""))
                .put("consent", outcome.map(Outcome::consent).orElse(""))
                .put("ended_by", end.map(ConversationFacts::endedBy).orElse(""))
                .put("duration_s", end.map(c -> Long.toString(c.durationS())).orElse(""))
                .put("conversation_id", call.map(ConversationFacts::id).orElse(""));
        return fields.flag("link") ? view.put("link", "") : view;
    }

    private static String yes(boolean value) {
        return value ? "yes" : "no";
    }
}
