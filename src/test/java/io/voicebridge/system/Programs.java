package io.voicebridge.system;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Programs that real-peer tests talk to and that not every machine has. */
public final class Programs {

    private Programs() {}

    /** Leaves the test out, with one line that says so, where the program is not installed. */
    public static void require(String program, String debianPackage) {
        boolean found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!found) {
            System.out.println("Left out: " + program + " is not installed (apt-get install " + debianPackage + ")");
        }
        Assumptions.assumeTrue(found, program + " is not installed");
    }
}
