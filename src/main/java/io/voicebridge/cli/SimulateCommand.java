package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.call.CallEngine;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.Refusal;
import io.voicebridge.rehearsal.CustomerVoice;
import io.voicebridge.rehearsal.InboundCampaign;
import io.voicebridge.rehearsal.Pace;
import io.voicebridge.rehearsal.Rehearsal;
import io.voicebridge.rehearsal.RehearsalPlan;
import io.voicebridge.rehearsal.RehearsalReport;
import io.voicebridge.rehearsal.RehearsalTarget;
import io.voicebridge.rehearsal.RehearsedCall;
import io.voicebridge.sip.ListenerState;
import io.voicebridge.speech.Speech;
import io.voicebridge.speech.SpeechSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./bridge simulate}: Five9's side of a campaign, against any bridge. */
@Command(
        name = "simulate",
        description = {
            "Plays a Five9 campaign against a bridge: runs the script for each customer, places real calls, asks as the script's"
                    + " Query modules do.",
            "The report goes to standard output as JSON; status 1 when a call did not end as expected."
        },
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {

    private static final String KEY_VARIABLE = "BRIDGE_FIVE9_KEY";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--script",
            required = true,
            paramLabel = "FILE",
            description = "A Five9 export (.five9ivr) or a script in YAML.")
    private Path script;

    @Option(
            names = "--target",
            required = true,
            paramLabel = "SIP_URI",
            description = "Where calls go, such as sip:127.0.0.1:5060;transport=tcp.")
    private String target;

    @Option(names = "--customers", paramLabel = "FILE", description = "How customers behave, in YAML.")
    private Path customers;

    @Option(names = "--leads", paramLabel = "CSV", description = "Whom to call; number1 is the number.")
    private Path leads;

    @Option(
            names = "--rate",
            defaultValue = "1",
            paramLabel = "N",
            description = "Calls a second (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--calls", paramLabel = "N", description = "Calls in all (default: each customer once).")
    private Optional<Integer> calls;

    @Option(
            names = "--at-once",
            defaultValue = "50",
            paramLabel = "N",
            description = "Lines (default: ${DEFAULT-VALUE}).")
    private int atOnce;

    @Option(
            names = "--http",
            paramLabel = "URL",
            description = "The bridge's HTTP address, for Bridge.url in the script"
                    + " (default: that of the bridge that runs on this machine).")
    private URI http;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description =
                    "Holds the key that the script's authorization profiles send as X-API-Key (default: the variable "
                            + KEY_VARIABLE + ", then the demo's key).")
    private Path keyFile;

    @Option(
            names = "--replace-url",
            paramLabel = "FROM=TO",
            description = "Ask TO where the script asks an address that begins with FROM.")
    private Map<String, String> replaceUrl = Map.of();

    @Option(
            names = "--dnis",
            defaultValue = "+13125550100",
            paramLabel = "NUMBER",
            description = "The campaign's number.")
    private String dnis;

    @Option(
            names = "--inbound",
            paramLabel = "FILE",
            description = "The script of the inbound campaign that the agent transfers to (Option B).")
    private Path inbound;

    @Mixin
    private SimulatorWire wire;

    @Option(names = "--keys", description = "Customers press keys instead of speaking.")
    private boolean keys;

    @Option(names = "--ladders", description = "Draw each call as it ends, on standard error.")
    private boolean ladders;

    @Override
    public Integer call() throws Exception {
        System.setProperty("log4j2.configurationFile", "log4j2-command.properties");
        RehearsalPlan plan = plan();
        Settings settings = Settings.load(BridgeOptions.fromLauncher());
        Optional<RuntimeFile> local = RuntimeFile.running(settings);
        RehearsalTarget bridge = RehearsalTarget.at(
                target,
                httpOf(local),
                key(local),
                local.map(RuntimeFile::demo).map(RuntimeFile.Demo::adminKey),
                replaceUrl);
        RehearsalReport report = rehearse(plan, bridge, settings);
        err().print(report.summary().text());
        err().flush();
        PrintWriter out = spec.commandLine().getOut();
        ObjectMapper json = Json.mapper();
        out.println(json.writerWithDefaultPrettyPrinter().writeValueAsString(report.json(json)));
        out.flush();
        return report.allAsExpected() ? 0 : 1;
    }

    private RehearsalPlan plan() throws IOException {
        if (customers != null) {
            RehearsalPlan plan = RehearsalPlan.read(script, customers);
            return leads == null ? plan : plan.withLeads(leads);
        }
        if (leads == null) {
            throw new ParameterException(spec.commandLine(), "Say whom to call: --customers, --leads or both.");
        }
        return RehearsalPlan.silent(script, leads, dnis);
    }

    private URI httpOf(Optional<RuntimeFile> local) {
        return Optional.ofNullable(http)
                .or(() -> local.map(found -> URI.create("http://127.0.0.1:" + found.httpPort())))
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "No bridge runs on this machine, so --http has to say where it is."));
    }

    private String key(Optional<RuntimeFile> local) throws IOException {
        if (keyFile != null) {
            return Files.readString(keyFile).strip();
        }
        return Optional.ofNullable(System.getenv(KEY_VARIABLE))
                .or(() -> local.map(RuntimeFile::demo).map(RuntimeFile.Demo::five9Key))
                .orElse("");
    }

    private RehearsalReport rehearse(RehearsalPlan plan, RehearsalTarget bridge, Settings settings) throws Exception {
        SpeechSettings engines = SpeechSettings.from(name -> settings.find(name).filter(value -> !value.isBlank()));
        Optional<InboundCampaign> campaign =
                inbound == null ? Optional.empty() : Optional.of(InboundCampaign.read(inbound));
        try (Speech speech = Speech.open(engines);
                CallEngine five9 = CallEngine.start(
                        wire.towards(bridge, inbound != null, inbound == null ? atOnce : 2 * atOnce),
                        campaign.<Consumer<IncomingCall>>map(found -> found::invited)
                                .orElse(SimulateCommand::takesNoCalls))) {
            campaign.ifPresent(found -> err().println("Five9's inbound number is answered at "
                    + five9.listeners().stream().map(SimulateCommand::told).collect(Collectors.joining(", "))));
            Rehearsal rehearsal = new Rehearsal(
                    plan,
                    bridge,
                    five9,
                    new CustomerVoice(speech.synthesizer(), keys ? Optional.empty() : speech.recognizer(), keys),
                    Json.mapper(),
                    Clock.systemUTC(),
                    Optional.empty());
            return campaign.map(rehearsal::with)
                    .orElse(rehearsal)
                    .run(new Pace(atOnce, rate, calls.orElse(plan.customers())), this::tell);
        }
    }

    private static String told(ListenerState listener) {
        return listener.address().getHostString() + ':' + listener.address().getPort() + ' ' + listener.transport();
    }

    private static void takesNoCalls(IncomingCall call) {
        call.refuse(new Refusal(480, "The rehearsal takes no calls", List.of()));
    }

    private void tell(RehearsedCall call) {
        if (ladders) {
            err().println(call.ladder(Terminal.drawing(System.getenv())));
        } else if (!call.asExpected()) {
            err().println(call.line());
        }
        err().flush();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
