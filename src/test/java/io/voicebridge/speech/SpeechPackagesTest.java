package io.voicebridge.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.voicebridge.speech.Provision.Missing;
import io.voicebridge.speech.Provision.Present;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeechPackagesTest {

    @TempDir
    Path cache;

    @TempDir
    Path elsewhere;

    private final AtomicInteger fetched = new AtomicInteger();
    private final List<String> lines = new ArrayList<>();
    private Path tarball;
    private SpeechPackage voice;

    @BeforeEach
    void makeTarball() throws IOException {
        tarball = elsewhere.resolve("voice-1.0.0.tgz");
        Files.write(
                tarball,
                new TarballMaker()
                        .file("package/voice.bin", "la la la")
                        .file("package/LICENSE", "MIT")
                        .file("package/index.js", "x")
                        .gzip());
        voice = new SpeechPackage(
                "voice",
                "singing",
                "@choir/voice",
                "1.0.0",
                Files.size(tarball),
                Integrity.of(tarball),
                "MIT",
                Map.of("package/voice.bin", 8L, "package/LICENSE", 3L));
    }

    @Test
    void fetchesOnceAndFindsItFromThenOn() {
        SpeechPackages packages = packages(this::deliver);

        assertThat(packages.find("voice")).isInstanceOf(Missing.class);
        Present present = (Present) packages.provide("voice", FetchProgress.SILENT);
        packages.provide("voice", FetchProgress.SILENT);

        assertThat(present.folder().resolve("package/voice.bin")).hasContent("la la la");
        assertThat(present.folder().resolve("package/LICENSE")).exists();
        assertThat(present.folder().resolve("package/index.js")).doesNotExist();
        assertThat(packages.find("voice")).isEqualTo(present);
        assertThat(fetched).hasValue(1);
    }

    @Test
    void refusesATamperedTarball() throws IOException {
        byte[] other = new TarballMaker()
                .file("package/voice.bin", "evil evi")
                .file("package/LICENSE", "MIT")
                .gzip();
        Files.write(tarball, other);

        Provision provision = packages(this::deliver).provide("voice", FetchProgress.SILENT);

        assertThat(provision)
                .asInstanceOf(type(Missing.class))
                .extracting(Missing::reason)
                .asString()
                .contains("instead of " + voice.integrity(), "not unpacked");
        assertThat(cacheContent()).containsExactly("voice.lock");
    }

    @Test
    void leavesNothingBehindWhenTheSourceFails() {
        Provision provision = packages((what, folder) -> {
                    Files.writeString(folder.resolve("half"), "x");
                    throw new TarballSource.SourceException("the line broke", "Try again.");
                })
                .provide("voice", FetchProgress.SILENT);

        assertThat(provision).isEqualTo(new Missing("the line broke", "Try again."));
        assertThat(cacheContent()).containsExactly("voice.lock");
    }

    @Test
    void clearsWhatAKilledFetchLeft() throws IOException {
        Files.createDirectories(cache.resolve(".voice-123/download"));

        packages(this::deliver).provide("voice", FetchProgress.SILENT);

        assertThat(cacheContent()).noneMatch(name -> name.startsWith(".voice"));
    }

    @Test
    void fetchesAgainWhatWasDamaged() throws IOException {
        SpeechPackages packages = packages(this::deliver);
        Present present = (Present) packages.provide("voice", FetchProgress.SILENT);
        Files.writeString(present.folder().resolve("package/voice.bin"), "la");

        packages.provide("voice", FetchProgress.SILENT);

        assertThat(present.folder().resolve("package/voice.bin")).hasContent("la la la");
    }

    @Test
    void startsAtTheSameTimeFetchOnce() {
        SpeechPackages one = packages(this::deliver);
        SpeechPackages other = packages(this::deliver);

        List<Provision> both = Stream.of(one, other)
                .map(each -> CompletableFuture.supplyAsync(() -> each.provide("voice", FetchProgress.SILENT)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(both).allMatch(Present.class::isInstance);
        assertThat(fetched).hasValue(1);
    }

    @Test
    void tellsNameSizeAndStage() {
        packages(this::deliver).provide("voice", step -> lines.add(step.line()));

        assertThat(lines)
                .containsExactly(
                        "@choir/voice@1.0.0 (singing, 0.0 MB): fetching",
                        "@choir/voice@1.0.0 (singing, 0.0 MB): ready");
    }

    @Test
    void saysHowToMendAMissingNpm() {
        Provision provision =
                packages(new NpmPack("npm-is-not-here", Duration.ofSeconds(5))).provide("voice", FetchProgress.SILENT);

        assertThat(provision)
                .isEqualTo(new Missing(
                        "the npm client is not installed (npm-is-not-here)",
                        "Install Node.js with npm, or copy a filled cache folder from another machine."));
    }

    @Test
    void saysHowToMendACacheFolderThatCannotBe() throws IOException {
        Path file = Files.writeString(elsewhere.resolve("file"), "");

        Provision provision = new SpeechPackages(file.resolve("cache"), this::deliver, List.of(voice))
                .provide("voice", FetchProgress.SILENT);

        assertThat(provision)
                .asInstanceOf(type(Missing.class))
                .extracting(Missing::remedy)
                .asString()
                .contains("cache folder");
    }

    @Test
    void pinsEveryPackageByDigestAndSize() {
        assertThat(SpeechPackages.pinned())
                .extracting(SpeechPackage::id)
                .containsExactly("moonshine", "flite", "silero");
        assertThat(SpeechPackages.pinned()).allSatisfy(each -> {
            assertThat(each.integrity()).matches("sha512-[A-Za-z0-9+/]{86}==");
            assertThat(each.files()).isNotEmpty().allSatisfy((path, size) -> assertThat(size)
                    .isPositive());
            assertThat(each.files().keySet()).allMatch(path -> path.startsWith("package/") && !path.contains(".."));
        });
    }

    private SpeechPackages packages(TarballSource source) {
        return new SpeechPackages(cache, source, List.of(voice));
    }

    private Path deliver(SpeechPackage what, Path folder) throws IOException {
        fetched.incrementAndGet();
        return Files.copy(tarball, folder.resolve("voice-1.0.0.tgz"));
    }

    private List<String> cacheContent() {
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
