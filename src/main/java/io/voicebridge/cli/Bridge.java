package io.voicebridge.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line: {@code ./bridge <command>}. */
@Command(
        name = "bridge",
        description = "Voice Bridge: AI voice agents behind Five9, self-hosted.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            PrepareCommand.class,
            DoctorCommand.class,
            SimulateCommand.class,
            ScriptKitCommand.class,
            KeysCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            SecretsCommand.class,
            AuditCommand.class,
            HelpCommand.class
        })
public final class Bridge implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    private Bridge() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bridge()).setExecutionExceptionHandler(Bridge::explain);
    }

    /** A fault ends the command with a sentence; BRIDGE_TRACE=1 shows where in the program it came from. */
    private static int explain(Exception fault, CommandLine command, ParseResult parsed) {
        command.getErr().println("bridge: " + (fault.getMessage() == null ? fault : fault.getMessage()));
        if ("1".equals(System.getenv("BRIDGE_TRACE"))) {
            fault.printStackTrace(command.getErr());
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say which command to run.");
    }
}
