package io.voicebridge.cli.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes checks, several at once, each for a limited time. Thread-safe. */
final class Doctor {

    /** What one check came to, in the form of the API. */
    record Examined(String check, Finding.Status status, long tookMs, String fix) {}

    private final ExecutorService threads;
    private final Duration patience;

    /** @param patience for one check; those that take longer are red */
    Doctor(ExecutorService threads, Duration patience) {
        this.threads = threads;
        this.patience = patience;
    }

    /** In the order of the checks. Blocks. */
    List<Examined> examine(List<Check> checks) throws InterruptedException {
        List<Future<Examined>> pending = new ArrayList<>();
        for (Check check : checks) {
            pending.add(begin(check));
        }
        List<Examined> examined = new ArrayList<>();
        for (int i = 0; i < checks.size(); i++) {
            examined.add(result(checks.get(i), pending.get(i)));
        }
        return List.copyOf(examined);
    }

    private Future<Examined> begin(Check check) {
        try {
            return threads.submit(() -> take(check));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(new Examined(
                    check.name(), Finding.Status.AMBER, 0, "Not looked at: too many checks run. Ask again."));
        }
    }

    private static Examined take(Check check) {
        long begun = System.nanoTime();
        Finding finding;
        try {
            finding = check.look().take();
        } catch (Exception e) {
            finding = Finding.red(said(e));
        }
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        return new Examined(check.name(), finding.status(), took, finding.fix());
    }

    private static String said(Exception failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private Examined result(Check check, Future<Examined> pending) throws InterruptedException {
        try {
            return pending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            pending.cancel(true);
            return new Examined(
                    check.name(),
                    Finding.Status.RED,
                    patience.toMillis(),
                    "It has not come to an end within " + patience.toSeconds() + " s.");
        } catch (ExecutionException e) {
            return new Examined(check.name(), Finding.Status.RED, 0, String.valueOf(e.getCause()));
        }
    }
}
