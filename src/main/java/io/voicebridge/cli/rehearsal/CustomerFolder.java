package io.voicebridge.cli.rehearsal;

import io.voicebridge.rehearsal.InvalidFile;
import io.voicebridge.rehearsal.RehearsalPlan;
import io.voicebridge.rehearsal.SimulatedCustomer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The simulated customers of {@code bridge.rehearsal.folder}: those of {@code customers.yaml} and of each file in
 * {@code campaigns}, all with the script {@code five9-script.yaml}. Read when it is asked, so that an edit counts at once.
 * Thread-safe.
 */
public final class CustomerFolder {

    private static final Logger LOG = LoggerFactory.getLogger(CustomerFolder.class);
    private static final int MAX_FILES = 100;

    private final Path folder;

    public CustomerFolder(Path folder) {
        this.folder = folder;
    }

    /** A file with a fault is left out, and the log says why. */
    List<SimulatedCustomer> all() {
        return plans().stream().flatMap(plan -> plan.cast().stream()).toList();
    }

    /** The script for one of them alone; empty if there is nobody of that name. */
    Optional<RehearsalPlan> find(String campaign, String customer) {
        return plans().stream()
                .filter(plan -> plan.campaignName().equals(campaign))
                .flatMap(plan -> plan.only(customer).stream())
                .findFirst();
    }

    private List<RehearsalPlan> plans() {
        Path script = folder.resolve("five9-script.yaml");
        return files().stream()
                .map(file -> read(script, file))
                .filter(Objects::nonNull)
                .toList();
    }

    private static RehearsalPlan read(Path script, Path customers) {
        try {
            return RehearsalPlan.read(script, customers);
        } catch (IOException | InvalidFile e) {
            LOG.warn("The customers of {} cannot be called: {}", customers, e.getMessage());
            return null;
        }
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        Path first = folder.resolve("customers.yaml");
        if (Files.isRegularFile(first)) {
            files.add(first);
        }
        Path campaigns = folder.resolve("campaigns");
        if (Files.isDirectory(campaigns)) {
            try (Stream<Path> found = Files.list(campaigns)) {
                found.filter(file -> file.toString().endsWith(".yaml"))
                        .sorted()
                        .limit(MAX_FILES)
                        .forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }
}
