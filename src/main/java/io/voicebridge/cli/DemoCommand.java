package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.call.CallEngine;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.Refusal;
import io.voicebridge.rehearsal.CustomerVoice;
import io.voicebridge.rehearsal.Rehearsal;
import io.voicebridge.rehearsal.RehearsalPlan;
import io.voicebridge.rehearsal.RehearsalReport;
import io.voicebridge.rehearsal.RehearsalTarget;
import io.voicebridge.sip.Transport;
import io.voicebridge.speech.Speech;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./bridge demo}: a bridge with demo data, and Five9 campaigns rehearsed against it. */
@Command(
        name = "demo",
        description = "Starts a bridge with demo data and rehearses Five9 campaigns against its three agents.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--exit",
            description = "End after the rehearsal, with status 0 only if every call ended as its script expects.")
    private boolean exit;

    private final Terminal terminal = Terminal.system();

    @Override
    public Integer call() throws Exception {
        DemoSettings demo = DemoSettings.prepare(BridgeOptions.fromLauncher());
        Map<String, RehearsalPlan> plans = plans(demo.home().resolve("config/demo"));
        SpeechFetch.run(demo.settings(), terminal);
        demo.notes().forEach(terminal::say);
        terminal.say("Starting the bridge; its log is " + demo.log());
        try (BridgeServer server = start(demo)) {
            RehearsalReport report = rehearse(plans, server, demo.dataDir().resolve("heard"));
            Path file = demo.dataDir().resolve("rehearsal.json");
            objectMapper(server)
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(file.toFile(), report.json(objectMapper(server)));
            terminal.say(report.table());
            terminal.say("The report is " + file);
            if (exit) {
                return report.allAsExpected() ? 0 : 1;
            }
            terminal.say(serving(server.runtime()));
            server.awaitStop();
            return 0;
        }
    }

    /** By the agent that is called, the one that is shown first. */
    private static Map<String, RehearsalPlan> plans(Path folder) throws IOException {
        Path script = folder.resolve("five9-script.yaml");
        Map<String, RehearsalPlan> plans = new LinkedHashMap<>();
        plans.put("qualify-solar", RehearsalPlan.read(script, folder.resolve("customers.yaml")));
        for (String agent : List.of("confirm-appointment", "satisfaction-survey")) {
            plans.put(agent, RehearsalPlan.read(script, folder.resolve("campaigns/" + agent + ".yaml")));
        }
        return plans;
    }

    private static BridgeServer start(DemoSettings demo) throws Exception {
        try {
            return BridgeServer.start(demo.options());
        } catch (Exception e) {
            throw new IOException("the bridge did not start: " + StartFault.sentence(e) + "; see " + demo.log(), e);
        }
    }

    private static ObjectMapper objectMapper(BridgeServer server) {
        return server.context().getRegistry().lookupByNameAndType("objectMapper", ObjectMapper.class);
    }

    private RehearsalReport rehearse(Map<String, RehearsalPlan> plans, BridgeServer server, Path heard)
            throws Exception {
        Speech speech = server.context().getRegistry().lookupByNameAndType("speech", Speech.class);
        speech.describe().forEach(line -> terminal.say("  " + line));
        boolean pressesKeys = speech.recognizer().isEmpty();
        if (pressesKeys) {
            terminal.say("Nothing here understands speech, so the customers press keys.");
        }
        RehearsalReport report =
                new RehearsalReport(plans.values().iterator().next().scriptName(), List.of());
        try (CallEngine five9 = CallEngine.start(CallEngineSettings.loopback(), DemoCommand::takesNoCalls)) {
            for (Map.Entry<String, RehearsalPlan> each : plans.entrySet()) {
                RehearsalPlan plan = each.getValue();
                terminal.say(
                        "\nRehearsing the campaign " + plan.campaignName() + " with the script " + plan.scriptName()
                                + " and the agent " + each.getKey() + ": customers " + plan.customers()
                                + ", one after another.\n");
                Rehearsal rehearsal = new Rehearsal(
                        plan,
                        target(server.runtime(), each.getKey()),
                        five9,
                        new CustomerVoice(speech.synthesizer(), speech.recognizer(), pressesKeys),
                        objectMapper(server),
                        Clock.systemUTC(),
                        Optional.of(heard));
                RehearsalReport calls = rehearsal.run(1, call -> terminal.say(call.ladder(terminal.drawing())));
                report = report.and(calls);
            }
        }
        return report;
    }

    private static void takesNoCalls(IncomingCall call) {
        call.refuse(new Refusal(480, "The rehearsal takes no calls", List.of()));
    }

    private static RehearsalTarget target(RuntimeFile runtime, String agent) {
        RuntimeFile.Demo keys = runtime.demo();
        if (keys == null) {
            throw new IllegalStateException("the bridge has loaded no demo data; see its log");
        }
        return new RehearsalTarget(
                URI.create("http://127.0.0.1:" + runtime.httpPort()),
                new InetSocketAddress("127.0.0.1", runtime.sipPort()),
                Transport.UDP,
                keys.numberOf(agent)
                        .orElseThrow(() -> new IllegalStateException("the demo has no number for " + agent)),
                keys.five9Key(),
                Optional.of(keys.adminKey()),
                Map.of());
    }

    private static String serving(RuntimeFile runtime) {
        String number = runtime.demo().numbers().keySet().iterator().next();
        return String.join(
                "\n",
                "The bridge serves until Ctrl-C:",
                "  console     http://127.0.0.1:" + runtime.httpPort() + "/console/",
                "              key " + runtime.demo().adminKey(),
                "  HTTP        http://127.0.0.1:" + runtime.httpPort()
                        + "  (keys are in runtime.json beside the report)",
                "  SIP         sip:" + number + "@127.0.0.1:" + runtime.sipPort()
                        + "  (dial it with a softphone on this machine)",
                "  health      http://127.0.0.1:" + runtime.managementPort() + "/observe/health",
                "Edit routes/, kamelets/ or config/demo: they are loaded again as you save.");
    }
}
