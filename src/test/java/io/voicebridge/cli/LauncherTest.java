package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell script {@code ./bridge}, with Java installations that only say which release they are. */
class LauncherTest {

    @TempDir
    private Path temp;

    private Path launcher;
    private Path jvms;
    private int user = 1000;

    private record Run(int status, List<String> out, String err) {}

    @BeforeEach
    void copyLauncher() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "left out: no bash");
        launcher = Files.createDirectory(temp.resolve("the house")).resolve("bridge");
        Files.copy(Path.of("bridge"), launcher);
        jvms = Files.createDirectory(temp.resolve("jvm"));
    }

    @Test
    void picksTheNewestJava() throws Exception {
        install("temurin-9", "9.0.4");
        Path newest = install("temurin-21", "21.0.5");
        install("zulu-17", "17.0.13");
        install("old", "1.8.0_402");

        assertThat(run("--which-java").out())
                .containsExactly(
                        newest.toString(),
                        "21",
                        "-XX:+UseZGC -XX:+ZGenerational -Xms64m -XX:ZUncommitDelay=10 -XX:ZCollectionIntervalMinor=15",
                        "");
    }

    @Test
    void asksForGenerationalZgcByItsOldOptionOnlyWhereItIsNotTheOnlyOne() throws Exception {
        install("a", "23");
        assertThat(run("--which-java").out())
                .element(2)
                .isEqualTo("-XX:+UseZGC -Xms64m -XX:ZUncommitDelay=10 -XX:ZCollectionIntervalMinor=15");
    }

    @Test
    void leavesTheCollectorAloneBefore21() throws Exception {
        install("a", "17.0.13");
        assertThat(run("--which-java").out()).element(2).isEqualTo("");
    }

    @Test
    void letsMediaThreadsGoFirstWhereItMayRaiseAPriority() throws Exception {
        install("a", "25");
        assertThat(run("--which-java").out()).last().isEqualTo("");

        user = 0;
        assertThat(run("--which-java").out())
                .last()
                .isEqualTo("-XX:ThreadPriorityPolicy=1 -XX:CompilerThreadPriority=0");
    }

    @Test
    void readsTheReleaseOfAJdkWithoutStartingIt() throws Exception {
        Path java = install("a", "17.0.13");
        Files.writeString(java.getParent().resolveSibling("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"25.0.3\"\n");

        assertThat(run("--which-java").out()).element(1).isEqualTo("25");
    }

    @Test
    void runsFromAnotherFolderThroughLinks() throws Exception {
        install("a", "21.0.5");
        Files.createDirectories(launcher.resolveSibling("target"));
        Files.createFile(launcher.resolveSibling("target/voice-bridge.jar"));
        Path link = Files.createSymbolicLink(temp.resolve("link"), Path.of("the house/bridge"));
        Path second = Files.createSymbolicLink(temp.resolve("second"), link);

        Run run = run(second, "serve", "--demo");

        assertThat(run.out())
                .containsExactly(
                        "-XX:-DontCompileHugeMethods",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:Tier4InvocationThreshold=50000",
                        "-XX:Tier4MinInvocationThreshold=6000",
                        "-XX:Tier4CompileThreshold=150000",
                        "-XX:Tier4BackEdgeThreshold=400000",
                        "-XX:+UseZGC",
                        "-XX:+ZGenerational",
                        "-Xms64m",
                        "-XX:ZUncommitDelay=10",
                        "-XX:ZCollectionIntervalMinor=15",
                        "-Dbridge.home=" + launcher.getParent().toRealPath(),
                        "-jar",
                        launcher.getParent().toRealPath() + "/target/voice-bridge.jar",
                        "serve",
                        "--demo");
    }

    @Test
    void usesWhatWasPreparedForThisProgramFromJava25On() throws Exception {
        install("a", "25");
        Path cache = prepared();

        assertThat(run("serve").out()).contains("-XX:SharedArchiveFile=" + cache);

        Files.setLastModifiedTime(cache, FileTime.from(Instant.EPOCH)); // of a program that was built since
        assertThat(run("serve").out()).noneMatch(option -> option.contains("Archive"));
    }

    @Test
    void leavesWhatWasPreparedToNewerJavasAlone() throws Exception {
        install("a", "21.0.5");
        prepared();

        assertThat(run("serve").out()).noneMatch(option -> option.contains("Archive"));
    }

    @Test
    void saysWhichJavaItTakesToPrepare() throws Exception {
        install("a", "21.0.5");
        prepared();

        Run run = run("prepare");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("prepare needs Java 25 or later, and the newest one found is 21");
    }

    @Test
    void showsWhatTheProgramSaidWhenNothingWasPrepared() throws Exception {
        install("a", "25");
        Files.delete(prepared());

        Run run = run("prepare");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("-XX:ArchiveClassesAtExit=").contains("nothing was written");
    }

    @Test
    void preparesWhatItHasBuilt() throws Exception {
        Path java = install("a", "25");
        Files.writeString(java.getParent().resolveSibling("release"), "JAVA_VERSION=\"25\"\n");
        script(
                java,
                "for option; do case $option in -XX:ArchiveClassesAtExit=*) touch \"${option#*=}\"; exit;; esac; done;"
                        + " printf '%s\\n' \"$@\"");
        buildable();

        assertThat(run("serve").out())
                .contains(
                        "-XX:SharedArchiveFile=" + launcher.getParent().toRealPath() + "/target/voice-bridge.jsa",
                        "serve");
    }

    @Test
    void startsAlsoWhenWhatWasBuiltCannotBePrepared() throws Exception {
        install("a", "25");
        buildable();

        Run run = run("serve");

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("serve").noneMatch(option -> option.contains("Archive"));
        assertThat(run.err()).contains("starts are slower than they could be");
    }

    @Test
    void buildsForAnOlderJavaWithoutPreparing() throws Exception {
        install("a", "21.0.5");
        buildable();

        assertThat(run("serve").out()).contains("serve");
        assertThat(launcher.resolveSibling("target/prepare.log")).doesNotExist();
    }

    /** A JDK has its compiler, and Maven leaves a jar. */
    private void buildable() throws IOException {
        script(jvms.resolve("a/bin/javac"), "true");
        script(tools().resolve("mvn"), "mkdir -p target && touch target/voice-bridge.jar");
    }

    /** A program, and a cache that is newer. */
    private Path prepared() throws IOException {
        Path target = Files.createDirectories(launcher.resolveSibling("target")).toRealPath();
        Files.setLastModifiedTime(
                Files.createFile(target.resolve("voice-bridge.jar")), FileTime.from(Instant.ofEpochSecond(1_000)));
        return Files.createFile(target.resolve("voice-bridge.jsa"));
    }

    @Test
    void saysWhatIsMissingWhenTheJavaIsTooOld() throws Exception {
        install("a", "11.0.2");

        Run run = run("serve");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("Java 11 at").contains("release 17 or later is needed");
    }

    @Test
    void saysWhatIsMissingWhenThereIsNoJava() throws Exception {
        Run run = run("serve");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("no Java found. Install a JDK");
    }

    @Test
    void saysThatMavenIsMissingWhenThereIsNothingToRun() throws Exception {
        install("a", "21.0.5");

        Run run = run("serve");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("Maven is missing");
    }

    /** A program that answers -version as Java does, and otherwise prints its arguments. */
    private Path install(String folder, String version) throws IOException {
        Path java = Files.createDirectories(jvms.resolve(folder).resolve("bin")).resolve("java");
        script(
                java,
                "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version
                        + "\" 2026-01-01' >&2; else printf '%s\\n' \"$@\"; fi");
        return java;
    }

    private static void script(Path path, String body) throws IOException {
        Files.writeString(path, "#!/bin/bash\n" + body + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run run(String... arguments) throws Exception {
        return run(launcher, arguments);
    }

    private Run run(Path program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/bash", program.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(temp.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("BRIDGE_") || name.startsWith("JAVA"));
        builder.environment().put("BRIDGE_JVM_FOLDERS", jvms.toString());
        builder.environment().put("PATH", tools().toString());
        Path err = temp.resolve("err");
        Process process = builder.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), out.lines().toList(), Files.readString(err));
    }

    /** The few programs that the launcher needs, without the Java and the Maven of this machine. */
    private Path tools() throws IOException {
        Path tools = Files.createDirectories(temp.resolve("tools"));
        for (String tool : List.of(
                "dirname",
                "readlink",
                "sed",
                "head",
                "find",
                "cat",
                "mkdir",
                "tail",
                "date",
                "rm",
                "mv",
                "sleep",
                "touch")) {
            Path program = List.of("/usr/bin", "/bin").stream()
                    .map(folder -> Path.of(folder, tool))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            script(tools.resolve(tool), "exec " + program + " \"$@\"");
        }
        script(tools.resolve("id"), "echo " + user);
        return tools;
    }
}
