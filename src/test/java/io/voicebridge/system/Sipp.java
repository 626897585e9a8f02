package io.voicebridge.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a SIPp scenario of {@code src/test/resources/system} to its end. */
final class Sipp {

    private static final int MINUTES = 5;

    private Sipp() {}

    /** What SIPp counted: {@code successful} and {@code failed} calls, and what it printed. */
    record Result(int exitCode, String output) {

        boolean allSucceeded() {
            return exitCode == 0;
        }
    }

    /**
     * @param scenario file name in the test resources; {@code @AUDIO@} in it becomes the path of {@code audio}
     * @param options further arguments
     */
    static Result run(Path workDir, String scenario, String target, Path audio, List<String> options)
            throws IOException, InterruptedException {
        Path file = workDir.resolve(scenario);
        try (var in = Sipp.class.getResourceAsStream("/system/" + scenario)) {
            String xml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(file, xml.replace("@AUDIO@", audio.toString()));
        }
        Path log = workDir.resolve("sipp.log");
        List<String> command = new java.util.ArrayList<>(
                List.of("sipp", target, "-sf", file.toString(), "-i", "127.0.0.1", "-mi", "127.0.0.1", "-nostdin"));
        // Its ports are free again for the next run even if nobody is left to end it.
        command.addAll(List.of("-timeout", MINUTES + "m"));
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .directory(workDir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException("SIPp did not end within " + MINUTES + " minutes");
        }
        return new Result(process.exitValue(), Files.readString(log, StandardCharsets.ISO_8859_1));
    }
}
