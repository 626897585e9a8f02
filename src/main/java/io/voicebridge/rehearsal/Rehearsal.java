package io.voicebridge.rehearsal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.call.Dialler;
import io.voicebridge.sip.SipHeader;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Plays a Five9 campaign against a bridge: for each customer the script runs, the call is transferred over SIP with the
 * lead's data, the customer talks, and the script goes on with what comes back. It is a client of the bridge's wire and
 * knows nothing else of it.
 */
public final class Rehearsal {

    /** A first touch takes a minute or two; Five9 itself would allow an hour. */
    private static final Duration MAX_CALL = Duration.ofMinutes(4);

    /** Five9's own disposition where the customer does not pick up. */
    private static final String NO_ANSWER = "No Answer";

    /** Understanding is work for the processor, not waiting. */
    private static final int MAX_THOUGHTS_AT_ONCE = 32;

    private final RehearsalPlan plan;
    private final RehearsalTarget target;
    private final Dialler dialler;
    private final CustomerVoice voice;
    private final ObjectMapper json;
    private final Clock clock;
    private final Optional<Path> recordings;
    private final Optional<InboundCampaign> inbound;

    /**
     * @param clock says when a call began, as Five9 tells it to the script
     * @param recordings a folder for what each customer heard, as WAV
     */
    public Rehearsal(
            RehearsalPlan plan,
            RehearsalTarget target,
            Dialler dialler,
            CustomerVoice voice,
            ObjectMapper json,
            Clock clock,
            Optional<Path> recordings) {
        this(plan, target, dialler, voice, json, clock, recordings, Optional.empty());
    }

    private Rehearsal(
            RehearsalPlan plan,
            RehearsalTarget target,
            Dialler dialler,
            CustomerVoice voice,
            ObjectMapper json,
            Clock clock,
            Optional<Path> recordings,
            Optional<InboundCampaign> inbound) {
        this.plan = plan;
        this.target = target;
        this.dialler = dialler;
        this.voice = voice;
        this.json = json;
        this.clock = clock;
        this.recordings = recordings;
        this.inbound = inbound;
    }

    /**
     * The same, with an inbound campaign that agents transfer to.
     *
     * @param campaign to which the receiver of the dialler's engine hands the calls that come in
     */
    public Rehearsal with(InboundCampaign campaign) {
        return new Rehearsal(plan, target, dialler, voice, json, clock, recordings, Optional.of(campaign));
    }

    /**
     * Calls every customer once. Blocks until the last call is over.
     *
     * @param callsAtOnce 1 to 500
     * @param finished told of each call as it ends, one at a time
     */
    public RehearsalReport run(int callsAtOnce, Consumer<RehearsedCall> finished) throws InterruptedException {
        return run(Pace.once(callsAtOnce, plan.customers()), finished);
    }

    /** As {@link #run(int, Consumer)}, at a pace. */
    public RehearsalReport run(Pace pace, Consumer<RehearsedCall> finished) throws InterruptedException {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(5))
                .build();
        ExecutorService lines = Executors.newFixedThreadPool(pace.callsAtOnce(), named("rehearsal-call"));
        ExecutorService inboundLines = Executors.newCachedThreadPool(named("rehearsal-inbound"));
        ExecutorService thoughts = Executors.newFixedThreadPool(
                Math.min(pace.callsAtOnce(), MAX_THOUGHTS_AT_ONCE), named("rehearsal-customer"));
        try {
            List<Customer> customers = plan.campaign().customers();
            List<Future<RehearsedCall>> pending = new ArrayList<>();
            long begun = System.nanoTime();
            for (int i = 0; i < pace.calls(); i++) {
                long early = pace.startOf(i).toNanos() - (System.nanoTime() - begun);
                TimeUnit.NANOSECONDS.sleep(early);
                Customer customer = customers.get(i % customers.size());
                pending.add(lines.submit(() -> {
                    RehearsedCall call = call(customer, http, thoughts, inboundLines);
                    synchronized (finished) {
                        finished.accept(call);
                    }
                    return call;
                }));
            }
            List<RehearsedCall> calls = new ArrayList<>();
            for (Future<RehearsedCall> future : pending) {
                calls.add(result(future));
            }
            return new RehearsalReport(plan.scriptName(), List.copyOf(calls));
        } finally {
            lines.shutdownNow();
            inboundLines.shutdownNow();
            thoughts.shutdownNow();
        }
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static RehearsedCall result(Future<RehearsedCall> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a rehearsed call failed: " + e.getCause(), e.getCause());
        }
    }

    private RehearsedCall call(
            Customer customer, HttpClient http, ExecutorService thoughts, ExecutorService inboundLines)
            throws InterruptedException {
        List<short[]> lines = voice.render(customer);
        Five9Call five9Call = Five9Call.place(plan.campaign(), customer, target, clock.instant());
        Journal journal = new Journal(System::nanoTime);
        QueryClient queries = new QueryClient(http, this::profile, target::asked);
        Optional<SecondLeg> second = inbound.map(campaign -> new SecondLeg(
                new SecondLeg.Means(campaign.script(), target, queries, voice, inboundLines, clock),
                plan.campaignName(),
                customer,
                five9Call.sessionId(),
                journal));
        CustomerCall leg = new CustomerCall(
                dialler,
                target,
                MAX_CALL,
                customer,
                voice,
                lines,
                thoughts,
                journal,
                recordings.map(folder -> folder.resolve(five9Call.sessionId() + ".wav")),
                second.map(SecondLeg::person));
        ScriptRun run = new ScriptRun(plan.script(), five9Call.variables(), leg, queries, journal);
        Ended ended = customer.patience().answers() ? ended(run, second) : unanswered(run, journal);
        long tookMs = journal.elapsedMs();
        String conversationId = conversationId(journal.entries());
        return new RehearsedCall(
                customer,
                five9Call.sessionId(),
                conversationId,
                withTranscript(journal.entries(), new Transcripts(http, json, target).of(conversationId)),
                ended.end(),
                ended.deviations(customer.expected()),
                tookMs);
    }

    /** The campaign disposes of a lead that it did not reach; the script does not run. */
    private static Ended unanswered(ScriptRun run, Journal journal) {
        journal.write(new CallStep.Disposed("Campaign", NO_ANSWER));
        return new Ended(new ScriptEnd.Disposed(NO_ANSWER), run, List.of());
    }

    /** Of both legs: a lead that was transferred ends where the inbound script says. */
    private Ended ended(ScriptRun run, Optional<SecondLeg> second) throws InterruptedException {
        second.ifPresent(leg -> inbound.orElseThrow().expect(leg));
        try {
            ScriptEnd first = run.run();
            Optional<SecondLeg.Result> result =
                    second.isPresent() ? second.get().result() : Optional.empty();
            return result.map(found -> new Ended(found.end(), found.run(), found.troubles()))
                    .orElseGet(() -> new Ended(first, run, List.of()));
        } finally {
            second.ifPresent(leg -> inbound.orElseThrow().forget(leg));
        }
    }

    /** @param run whose variables are those of the end */
    private record Ended(ScriptEnd end, ScriptRun run, List<String> troubles) {

        List<String> deviations(Optional<Customer.Expected> wanted) {
            List<String> all = new ArrayList<>(Rehearsal.deviations(wanted, end, run));
            all.addAll(troubles);
            return all;
        }
    }

    /** Whatever a script calls its profile, it is for the bridge; the key itself stands in no script. */
    private Map<String, String> profile(String name) {
        return target.five9Key().isEmpty() ? Map.of() : Map.of("X-API-Key", target.five9Key());
    }

    /** By the header of the BYE, or of the transfer. */
    private static String conversationId(List<Journal.Entry> journal) {
        return journal.stream()
                .flatMap(entry -> headers(entry.step()).stream())
                .filter(header -> header.name().equalsIgnoreCase("X-ConversationId"))
                .map(SipHeader::value)
                .findFirst()
                .orElse("");
    }

    private static List<SipHeader> headers(CallStep step) {
        if (step instanceof CallStep.InboundCalled called) {
            return called.headers();
        }
        return step instanceof CallStep.TransferEnded ended && ended.end() instanceof TransferEnd.Returned returned
                ? returned.headers()
                : List.of();
    }

    /** Where the bridge tells what was said, that takes the place of what the customer heard and said. */
    static List<Journal.Entry> withTranscript(List<Journal.Entry> journal, List<Transcripts.Line> transcript) {
        List<Journal.Entry> entries = new ArrayList<>(journal);
        if (!transcript.isEmpty()) {
            long answered = journal.stream()
                    .filter(entry -> entry.step() instanceof CallStep.TransferAnswered)
                    .mapToLong(Journal.Entry::atMs)
                    .findFirst()
                    .orElse(0);
            long ended = journal.stream()
                    .filter(entry -> entry.step() instanceof CallStep.TransferEnded)
                    .mapToLong(Journal.Entry::atMs)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
            entries.removeIf(entry -> entry.step() instanceof CallStep.Said);
            transcript.forEach(line -> entries.add(new Journal.Entry(
                    // Two clocks: a line never stands outside the call that it was said in.
                    Math.min(answered + line.startMs(), Math.max(answered, ended - 1)),
                    new CallStep.Said(line.speaker(), line.text()))));
        }
        entries.sort(Comparator.comparingLong(Journal.Entry::atMs));
        return entries;
    }

    private static List<String> deviations(Optional<Customer.Expected> wanted, ScriptEnd end, ScriptRun run) {
        List<String> deviations = new ArrayList<>();
        if (wanted.isEmpty()) {
            if (end.kind() == ScriptEnd.Kind.STOPPED) {
                deviations.add("the script came to no end");
            }
            return deviations;
        }
        Customer.Expected expected = wanted.get();
        if (expected.kind() != end.kind() || !expected.value().equals(end.value())) {
            deviations.add("expected: " + expected);
        }
        expected.variables().forEach((name, value) -> {
            if (!run.variable(name).equals(value)) {
                deviations.add(name + " is '" + run.variable(name) + "', expected: '" + value + "'");
            }
        });
        expected.filled().stream()
                .filter(name -> run.variable(name).isEmpty())
                .forEach(name -> deviations.add(name + " is empty"));
        return deviations;
    }
}
