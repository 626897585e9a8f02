package io.voicebridge.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a look-up of an outcome costs, beside a bare handler with the same read ({@link BareLookups}), with ever more
 * conversations in the table.
 *
 * <p>{@code bench/lookups 10 10000,100000,1000000 h2,postgresql}: seconds of each measurement, conversations, databases.
 */
public final class Lookups {

    private static final int CONNECTIONS = 32;
    private static final int RATE = 1_000;
    private static final int WARM_UP_ROUND_S = 10;
    private static final int WARM_UP_ROUNDS = 30;
    private static final int WARM_UP_ROUNDS_WITHOUT_GAIN = 3;
    private static final double GAIN = 0.05;
    private static final int WARM_UP_WAITERS = 3_000;
    private static final int WARM_UP_WAITERS_A_SECOND = 100;
    private static final int WARM_UP_WAITERS_AT_ONCE = 32;
    private static final int WAITERS = 400;
    private static final int WAITERS_A_SECOND = 20;

    /** One side's figures. */
    private record Figures(double perSecond, double cpuMicros, OpenLoop.Times paced) {}

    private final int seconds;
    private final Path work;
    private final List<String> java;

    private Lookups(int seconds, Path work, List<String> java) {
        this.seconds = seconds;
        this.work = work;
        this.java = java;
    }

    public static void main(String[] args) throws Exception {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy)));
        int seconds = Integer.parseInt(args[0]);
        int[] sizes =
                Arrays.stream(args[1].split(",")).mapToInt(Integer::parseInt).toArray();
        Lookups bench = new Lookups(seconds, Path.of(args[3]), List.of(args).subList(4, args.length));
        System.out.println(
                "| database | conversations | look-ups a second | bare handler | ratio | CPU µs of one"
                        + " | bare | p50 / p99 at 1,000 a second, ms | bare | outcome sent to waiting answer p50 / p99, ms | committed to waiting answer |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
        for (String database : args[2].split(",")) {
            if (database.equals("h2")) {
                bench.h2(sizes);
            } else {
                bench.postgres(sizes);
            }
        }
    }

    private void h2(int[] sizes) throws Exception {
        Path data = Files.createDirectories(work.resolve("h2"));
        String url = "jdbc:h2:file:" + data.toAbsolutePath().resolve("bridge")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0";
        measure("H2", data, new LookupTable(url, "sa"), Map.of(), sizes);
    }

    private void postgres(int[] sizes) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(work.resolve("pg"))
                .setCleanDataDirectory(true)
                // As an operator's does, it waits for the disk
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start()) {
            String url = server.getJdbcUrl("postgres", "postgres");
            measure(
                    "PostgreSQL",
                    Files.createDirectories(work.resolve("postgresql")),
                    new LookupTable(url, "postgres"),
                    Map.of("bridge.db.url", url, "bridge.db.user", "postgres"),
                    sizes);
        }
    }

    private void measure(String name, Path data, LookupTable table, Map<String, String> database, int[] sizes)
            throws Exception {
        String tenant;
        try (LookupPeer first = LookupPeer.bridge(data, database)) {
            tenant = first.demo("tenant"); // and the schema is there
        }
        int filled = 0;
        for (int size : sizes) {
            table.grow(tenant, filled, size);
            table.addWaiting(tenant, "warm-" + size, WARM_UP_WAITERS);
            table.addWaiting(tenant, Integer.toString(size), WAITERS);
            filled = size;
            Figures bridge;
            WaitingLookups.Answered waits;
            try (LookupPeer peer = LookupPeer.bridge(data, database)) {
                WaitingLookups waiting = new WaitingLookups(peer);
                Map<String, String> key = Map.of("X-API-Key", peer.demo("five9_key"));
                // First, as the compiler begins anew with much that look-ups run through when some of them wait
                waiting.ask("warm-" + size, WARM_UP_WAITERS, WARM_UP_WAITERS_A_SECOND, WARM_UP_WAITERS_AT_ONCE);
                warmUp(peer, size, key);
                bridge = figures(peer, size, key);
                waits = waiting.ask(Integer.toString(size), WAITERS, WAITERS_A_SECOND, WAITERS);
            }
            Figures bare;
            try (LookupPeer peer = LookupPeer.bare(java, data, table, tenant)) {
                warmUp(peer, size, Map.of());
                bare = figures(peer, size, Map.of());
            }
            OpenLoop.Times sinceCommit = waits.since(table.committed(Integer.toString(size)));
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,d | %,.0f | %,.0f | %.2f | %.0f | %.0f | %.1f / %.1f%s | %.1f / %.1f%s | %.1f / %.1f%s | %.1f / %.1f%s |%n",
                    name,
                    size,
                    bridge.perSecond(),
                    bare.perSecond(),
                    bridge.perSecond() / bare.perSecond(),
                    bridge.cpuMicros(),
                    bare.cpuMicros(),
                    bridge.paced().p50(),
                    bridge.paced().p99(),
                    failed(bridge.paced()),
                    bare.paced().p50(),
                    bare.paced().p99(),
                    failed(bare.paced()),
                    waits.sinceSent().p50(),
                    waits.sinceSent().p99(),
                    failed(waits.sinceSent()),
                    sinceCommit.p50(),
                    sinceCommit.p99(),
                    failed(sinceCommit));
        }
    }

    private static String failed(OpenLoop.Times times) {
        return times.failed() == 0 ? "" : " (" + times.failed() + " failed)";
    }

    private Figures figures(LookupPeer peer, int size, Map<String, String> headers) throws Exception {
        peer.rests(); // what it has still to do for the outcomes of the warming up is no cost of a look-up
        Load load = wrk(peer, size, headers, seconds);
        peer.rests();
        try (OpenLoop client = new OpenLoop(peer.port())) {
            return new Figures(
                    load.perSecond(), load.cpuMicros(), client.ask(RATE, seconds, n -> question(n, size), headers));
        }
    }

    /** Until a look-up costs no less than before: what the compiler has still to do is no cost of a look-up. */
    private void warmUp(LookupPeer peer, int size, Map<String, String> headers) throws Exception {
        long started = System.nanoTime();
        double least = Double.MAX_VALUE;
        int withoutGain = 0;
        for (int round = 0; round < WARM_UP_ROUNDS && withoutGain < WARM_UP_ROUNDS_WITHOUT_GAIN; round++) {
            double cpu = wrk(peer, size, headers, WARM_UP_ROUND_S).cpuMicros();
            peer.rests();
            withoutGain = cpu < least * (1 - GAIN) ? 0 : withoutGain + 1;
            least = Math.min(least, cpu);
        }
        try (OpenLoop client = new OpenLoop(peer.port())) {
            client.ask(RATE, WARM_UP_ROUND_S, n -> question(n, size), headers); // the client has a compiler too
        }
        System.err.printf(
                Locale.ROOT,
                "warmed up for %d s, to %.0f µs of CPU%n",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started),
                least);
    }

    /** Spread over the whole table, each once. */
    private static String question(int n, int size) {
        return "/five9/v1/outcome?correlation=bench-" + (1 + n * 7_919L % size);
    }

    private record Load(double perSecond, double cpuMicros) {}

    private Load wrk(LookupPeer peer, int size, Map<String, String> headers, int duration) throws Exception {
        Path script = work.resolve("random.lua");
        Files.writeString(
                script,
                "request = function() return wrk.format('GET', '/five9/v1/outcome?correlation=bench-' .. math.random("
                        + size + ")) end\n");
        List<String> command = new ArrayList<>(List.of(
                "wrk", "-t1", "-c" + CONNECTIONS, "-d" + duration + "s", "--timeout", "10s", "-s", script.toString()));
        headers.forEach((name, value) -> command.addAll(List.of("-H", name + ": " + value)));
        command.add("http://127.0.0.1:" + peer.port());
        long before = peer.cpu().toNanos();
        Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
        String report = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (wrk.waitFor() != 0 || report.contains("Non-2xx") || report.contains("Socket errors")) {
            throw new IOException(report);
        }
        double cpuMicros = (peer.cpu().toNanos() - before) / 1e3;
        return new Load(
                Double.parseDouble(found(report, "Requests/sec:\\s+([\\d.]+)")),
                cpuMicros / Long.parseLong(found(report, "(\\d+) requests in")));
    }

    private static String found(String report, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(report);
        if (!matcher.find()) {
            throw new IOException(report);
        }
        return matcher.group(1);
    }
}
