package io.voicebridge.cli;

import io.voicebridge.rehearsal.Drawing;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Standard output for people. Writes UTF-8 whatever the Java machine assumes, and lines only where they show. */
final class Terminal {

    private final PrintStream out;
    private final Drawing drawing;

    private Terminal(PrintStream out, Drawing drawing) {
        this.out = out;
        this.drawing = drawing;
    }

    static Terminal system() {
        return new Terminal(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                drawing(System.getenv()));
    }

    /** Of the variables of POSIX that tell a terminal's characters, the first that is set counts. */
    static Drawing drawing(Map<String, String> environment) {
        String locale = Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(environment::get)
                .filter(Objects::nonNull)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
        String charset = locale.toUpperCase(Locale.ROOT).replace("-", "");
        return charset.contains("UTF8") ? Drawing.LINES : Drawing.ASCII;
    }

    Drawing drawing() {
        return drawing;
    }

    /** Whole texts only: callers on several threads do not mix. */
    synchronized void say(String text) {
        out.println(text);
    }
}
