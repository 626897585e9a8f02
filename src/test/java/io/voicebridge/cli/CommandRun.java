package io.voicebridge.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/** A command as a person calls it, in this process: what it ended with, and what it wrote. */
record CommandRun(int status, String out, String err) {

    static CommandRun of(Path dataDir, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        System.setProperty("bridge.data.dir", dataDir.toString());
        try {
            int status = Bridge.commandLine()
                    .setOut(new PrintWriter(out))
                    .setErr(new PrintWriter(err))
                    .execute(arguments);
            return new CommandRun(status, out.toString(), err.toString());
        } finally {
            System.clearProperty("bridge.data.dir");
        }
    }
}
