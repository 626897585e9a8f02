package io.voicebridge.five9.kit;

import io.voicebridge.five9.kit.ScriptXml.Operand;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a Five9 administrator needs for a number: a sheet to read, and scripts to import for both ways back to an agent. Made
 * of facts alone, and the same each time.
 */
public final class ScriptKit {

    /** Dispositions by outcome; they are made in the domain. */
    static final Map<String, String> DISPOSITIONS = Collections.unmodifiableMap(ordered(
            "not_qualified", "Not Qualified",
            "callback", "Callback",
            "do_not_call", "Do Not Call",
            "voicemail", "Voicemail",
            "no_input", "No Input"));

    private static final String CALLER_LEFT = "Caller Disconnected";

    private final KitFacts facts;

    public ScriptKit(KitFacts facts) {
        this.facts = facts;
    }

    /** Files by name. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("SETUP.md", new SetUpSheet(facts).text());
        files.put("VoiceBridge-OptionA.five9ivr", optionA());
        files.put("VoiceBridge-OptionB.five9ivr", optionB());
        files.put("VoiceBridge-OptionB-Inbound.five9ivr", inbound());
        return files;
    }

    /** Five9 takes the call back: register, hand over, ask, branch. */
    String optionA() {
        ScriptXml xml = new ScriptXml("OptionA " + facts.number());
        KitModules modules = new KitModules(xml, facts);
        modules.start("incomingCall", "IncomingCall", "Register the call");
        modules.register("Register the call", "Pack the lead");
        modules.pack("Pack the lead", "Hand over to the agent");
        modules.handOver(
                "Hand over to the agent", Operand.of(facts.number()), true, "Fetch the outcome", "Agent not reached");
        modules.fetch(
                "Fetch the outcome",
                Map.of("correlation", Operand.variable("Call.session_id"), "wait", Operand.of("3")),
                "Which way",
                "Outcome unknown");
        modules.cases(
                "Which way",
                OutcomeField.ROUTE_TYPE,
                ordered("SkillTransfer", "To the skill", "PhoneTransfer", "To the number"),
                "Which outcome");
        modules.skill("To the skill", Operand.variable(OutcomeField.ROUTE_VALUE.variable()), "Queue timeout");
        modules.phoneTransfer("To the number", "Outcome unknown");
        modules.cases("Which outcome", OutcomeField.OUTCOME, DISPOSITIONS, "Outcome unknown");
        DISPOSITIONS.forEach((outcome, disposition) -> modules.hangup(disposition, 0, disposition));
        modules.hangup("Queue timeout", 0, "Queue Timeout");
        modules.skill("Agent not reached", Operand.of(facts.fallbackSkill()), "Queue timeout");
        modules.skill("Outcome unknown", Operand.of(facts.fallbackSkill()), "Queue timeout");
        return finish(xml, modules);
    }

    /** The agent dials Five9's inbound number itself; the call does not come back here. */
    String optionB() {
        ScriptXml xml = new ScriptXml("OptionB " + facts.number());
        KitModules modules = new KitModules(xml, facts);
        modules.start("incomingCall", "IncomingCall", "Register the call");
        modules.register("Register the call", "Pack the lead");
        modules.pack("Pack the lead", "Hand over to the agent");
        modules.handOver(
                "Hand over to the agent", Operand.of(facts.number()), false, "Agent not reached", "Agent not reached");
        modules.skill("Agent not reached", Operand.of(facts.fallbackSkill()), "Queue timeout");
        modules.hangup("Queue timeout", 0, "Queue Timeout");
        return finish(xml, modules);
    }

    /** Of the inbound campaign that the agent transfers into: asks by the customer's number, then to the skill. */
    String inbound() {
        ScriptXml xml = new ScriptXml("Inbound " + facts.number());
        KitModules modules = new KitModules(xml, facts);
        modules.start("incomingCall", "IncomingCall", "Fetch the outcome");
        modules.fetch(
                "Fetch the outcome",
                Map.of("ani", Operand.variable("Call.ANI"), "number", Operand.of(facts.number())),
                "Which way",
                "To an agent");
        modules.cases("Which way", OutcomeField.ROUTE_TYPE, ordered("SkillTransfer", "To the skill"), "To an agent");
        modules.skill("To the skill", Operand.variable(OutcomeField.ROUTE_VALUE.variable()), "Queue timeout");
        modules.skill("To an agent", Operand.of(facts.fallbackSkill()), "Queue timeout");
        modules.hangup("Queue timeout", 0, "Queue Timeout");
        xml.lane("modules");
        modules.start("startOnHangup", "StartOnHangup", CALLER_LEFT);
        modules.hangup(CALLER_LEFT, -17, CALLER_LEFT);
        xml.lane("modulesOnHangup");
        return xml.write();
    }

    private static String finish(ScriptXml xml, KitModules modules) {
        xml.lane("modules");
        modules.start("startOnHangup", "StartOnHangup", "Tell that the customer left");
        modules.leave("Tell that the customer left", CALLER_LEFT);
        modules.hangup(CALLER_LEFT, -17, CALLER_LEFT);
        xml.lane("modulesOnHangup");
        xml.keyValueLists(KitModules.TO_IVA, KitModules.FROM_IVA);
        return xml.write();
    }

    /** Pairs of a key and a value, in this order. */
    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
