package io.voicebridge.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

/** The command line: {@code ./bridge <command>}. */
@Command(
        name = "bridge",
        description = "Voice Bridge: AI voice agents behind Five9, self-hosted.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {ServeCommand.class, HelpCommand.class})
public final class Bridge implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Bridge() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bridge()).execute(args));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say which command to run.");
    }
}
