package io.voicebridge.cli;

import java.io.PrintWriter;
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
        System.exit(execute(args));
    }

    /** @return the status that the process ends with */
    static int execute(String... args) {
        // What a server in production is started with has nothing to be parsed, and the parser takes a twentieth of a
        // start
        return args.length == 1 && args[0].equals("serve")
                ? serve()
                : commandLine().execute(args);
    }

    private static int serve() {
        try {
            return new ServeCommand().call();
        } catch (Exception fault) {
            explain(fault, new PrintWriter(System.err, true));
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Bridge()).setExecutionExceptionHandler(Bridge::explain);
    }

    private static int explain(Exception fault, CommandLine command, ParseResult parsed) {
        explain(fault, command.getErr());
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    /** A fault ends the command with a sentence; BRIDGE_TRACE=1 shows where in the program it came from. */
    private static void explain(Exception fault, PrintWriter err) {
        err.println("bridge: " + StartFault.sentence(fault));
        if ("1".equals(System.getenv("BRIDGE_TRACE"))) {
            fault.printStackTrace(err);
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say which command to run.");
    }
}
