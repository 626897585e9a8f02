package io.voicebridge.cli;

import io.voicebridge.cli.http.Contract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.apache.camel.spi.Registry;

/**
 * What takes long at a start and needs nothing of Camel: the database and the contract are opened on threads of their own, while
 * Camel makes the routes that will ask for them. The thread that starts the bridge calls it.
 */
final class EarlyStart implements AutoCloseable {

    static final String BEAN = "earlyStart";

    private final CompletableFuture<Storage> storage;
    private final CompletableFuture<Contract> contract;
    private final List<Runnable> onceOpen = new ArrayList<>();
    private volatile boolean storageTaken;

    private EarlyStart(CompletableFuture<Storage> storage, CompletableFuture<Contract> contract) {
        this.storage = storage;
        this.contract = contract;
    }

    static EarlyStart begin(Settings settings, Path home) {
        Storage.Address address = Storage.Address.of(settings);
        Duration patience = Duration.ofSeconds(
                Integer.parseInt(settings.find("bridge.db.wait-seconds").orElse("0")));
        return new EarlyStart(
                begin("early-storage", () -> Storage.openWhenThere(address, patience)),
                begin("early-contract", () -> contract(home)));
    }

    private static <T> CompletableFuture<T> begin(String name, Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** What was begun for this registry; empty where a context is started without a {@link BridgeServer}. */
    static Optional<EarlyStart> in(Registry registry) {
        return Optional.ofNullable(registry.lookupByNameAndType(BEAN, EarlyStart.class));
    }

    /** What is being opened. From now on it is the caller's to close. */
    LateStorage storage() {
        storageTaken = true;
        return new LateStorage(storage);
    }

    /** Puts off what needs the database until {@link #finish}. */
    void onceOpen(Runnable work) {
        onceOpen.add(work);
    }

    /** Waits until the database is open and does what was put off. @throws RuntimeException that opening it, or the work, has met */
    void finish() {
        await(storage);
        onceOpen.forEach(Runnable::run);
        onceOpen.clear();
    }

    /** Waits for the contract, which is the documents in the folder {@code config/openapi} of {@code home}. */
    Contract contract() {
        return await(contract);
    }

    static Contract contract(Path home) {
        try {
            return Contract.of(home.resolve("config/openapi"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T await(CompletableFuture<T> begun) {
        try {
            return begun.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** The start has failed: closes what nobody has taken. */
    @Override
    public void close() {
        if (!storageTaken) {
            storage.thenAccept(Storage::close);
        }
    }
}
