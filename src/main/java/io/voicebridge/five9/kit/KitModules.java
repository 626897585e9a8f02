package io.voicebridge.five9.kit;

import io.voicebridge.five9.kit.ScriptXml.Operand;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.w3c.dom.Element;

/** The modules that the scripts of a kit are made of. Not thread-safe. */
final class KitModules {

    static final String PROFILE = "Voice Bridge";
    static final String TO_IVA = "ToIVA";
    static final String FROM_IVA = "FromIVA";

    private static final int RING_SECONDS = 30;
    /** Five9 ends a script after an hour; an agent that has not come to an end by then has none. */
    private static final int MAX_SECONDS = 3_300;

    private final ScriptXml xml;
    private final KitFacts facts;
    private final LeadHeaders headers;

    KitModules(ScriptXml xml, KitFacts facts) {
        this.xml = xml;
        this.facts = facts;
        this.headers = LeadHeaders.of(facts.leadFields());
    }

    void start(String tag, String name, String next) {
        xml.module(tag, name, Optional.of(next), Optional.empty(), data -> {});
    }

    /** Tells the bridge of the call before it comes; whatever the answer, the script goes on. */
    void register(String name, String next) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("correlation", "Call.session_id");
        fields.put("ani", "Call.ANI");
        fields.put("dnis", "Call.DNIS");
        fields.put("campaign", "Call.campaign_name");
        facts.leadFields().forEach(field -> fields.put("X-" + field, "Contact." + field));
        query(name, "POST", "/five9/v1/calls", next, next, data -> {
            form(data, fields, Map.of("number", facts.number()));
            response(data, "\"status\":\"([^\"]*)\"", "VoiceBridge.registration");
        });
    }

    void pack(String name, String next) {
        xml.module("setVariable", name, Optional.of(next), Optional.empty(), data -> headers.headers()
                .forEach((header, variable) -> put(data, header, variable)));
    }

    private void put(Element data, String header, String variable) {
        Element expression = xml.add(data, "expressions");
        xml.add(expression, "variableName", TO_IVA);
        xml.add(expression, "isFunction", "true");
        Element function = xml.add(expression, "function");
        xml.add(function, "returnType", "KVLIST");
        xml.add(function, "name", "PUT");
        xml.add(function, "arguments", "KVLIST");
        xml.add(function, "arguments", "STRING");
        xml.add(function, "arguments", "STRING");
        xml.operand(expression, "functionArgs", Operand.variable(TO_IVA));
        xml.operand(expression, "functionArgs", Operand.of(header));
        xml.operand(expression, "functionArgs", Operand.variable(variable));
    }

    /** Hands the customer over. No published export shows which element names the KVLists: the sheet has them checked. */
    void handOver(String name, Operand number, boolean returns, String next, String onFailure) {
        xml.module("thirdPartyTransfer", name, Optional.of(next), Optional.of(onFailure), data -> {
            xml.disposition(data, -23, "Transferred To 3rd Party");
            xml.operand(data, "thirdPartyNumber", number);
            xml.add(data, "isRecordingEnabled", "false");
            xml.add(data, "returnAfter3rdParty", Boolean.toString(returns));
            xml.add(data, "send3rdParty", "true");
            xml.operand(data, "send3rdPartyVariable", Operand.variable(TO_IVA));
            xml.add(data, "receive3rdParty", Boolean.toString(returns));
            if (returns) {
                xml.operand(data, "receive3rdPartyVariable", Operand.variable(FROM_IVA));
            }
            xml.add(data, "maxTimeOf3rdParty", Integer.toString(MAX_SECONDS));
            xml.add(data, "digitToInterrupt3rdParty");
            xml.add(data, "ringingTimeout", Integer.toString(RING_SECONDS));
        });
    }

    /** A transfer to a number that the agent chose. */
    void phoneTransfer(String name, String onFailure) {
        xml.module("thirdPartyTransfer", name, Optional.of(onFailure), Optional.of(onFailure), data -> {
            xml.disposition(data, -23, "Transferred To 3rd Party");
            xml.operand(data, "thirdPartyNumber", Operand.variable(OutcomeField.ROUTE_VALUE.variable()));
            xml.add(data, "returnAfter3rdParty", "false");
            xml.add(data, "send3rdParty", "false");
            xml.add(data, "receive3rdParty", "false");
            xml.add(data, "maxTimeOf3rdParty", Integer.toString(MAX_SECONDS));
            xml.add(data, "ringingTimeout", Integer.toString(RING_SECONDS));
        });
    }

    /** Asks what became of the call, by these parameters. */
    void fetch(String name, Map<String, Operand> parameters, String next, String onFailure) {
        query(name, "GET", "/five9/v1/outcome", next, onFailure, data -> {
            Element list = xml.add(data, "parameters");
            new TreeMap<>(parameters).forEach((key, value) -> {
                Element entry = xml.add(list, "entry");
                xml.add(entry, "key", key);
                xml.operand(entry, "value", value);
            });
            xml.add(data, "requestBodyType", "LIST");
            profile(data);
            response(
                    data, OutcomeField.all().pattern(), OutcomeField.variables().toArray(new String[0]));
        });
    }

    /** Says that the customer has hung up. */
    void leave(String name, String next) {
        query(name, "POST", "/five9/v1/events", next, next, data -> {
            form(data, Map.of("correlation", "Call.session_id"), Map.of("type", "hangup", "value", "customer"));
            response(data, "(.*)", "VoiceBridge.registration");
        });
    }

    private void query(String name, String method, String path, String next, String onFailure, Consumer<Element> rest) {
        xml.module("query", name, Optional.of(next), Optional.of(onFailure), data -> {
            xml.add(data, "url", facts.http() + path);
            xml.add(data, "method", method);
            xml.add(data, "fetchTimeout", "5");
            rest.accept(data);
            xml.add(data, "saveStatusCode", "false");
            xml.add(data, "saveReasonPhrase", "false");
        });
    }

    /** A form, because Five9 puts variables into a JSON body without escaping what stands in them. */
    private void form(Element data, Map<String, String> variables, Map<String, String> texts) {
        Element list = xml.add(data, "parameters");
        variables.forEach((key, variable) -> {
            Element entry = xml.add(list, "entry");
            xml.add(entry, "key", key);
            xml.operand(entry, "value", Operand.variable(variable));
        });
        new TreeMap<>(texts).forEach((key, text) -> {
            Element entry = xml.add(list, "entry");
            xml.add(entry, "key", key);
            xml.operand(entry, "value", Operand.of(text));
        });
        xml.add(data, "requestBodyType", "LIST");
        profile(data);
    }

    private void profile(Element data) {
        Element holder = xml.add(data, "authProfileHolder");
        Element profile = xml.add(holder, "extrnalObj");
        xml.add(profile, "id", "0");
        xml.add(profile, "name", PROFILE);
        xml.add(holder, "varSelected", "false");
    }

    private void response(Element data, String expression, String... variables) {
        Element info = xml.add(data, "responseInfos");
        xml.add(info, "from", "200");
        xml.add(info, "to", "200");
        xml.add(info, "method", "REG_EXP");
        Element regexp = xml.add(info, "regexp");
        xml.add(regexp, "regexp", expression);
        for (int i = 0; i < variables.length; i++) {
            Element parameter = xml.add(regexp, "regexpParameters");
            xml.add(parameter, "groupIndex", Integer.toString(i));
            xml.add(parameter, "variable", variables[i]);
        }
        xml.add(regexp, "regexpFlags", "0");
    }

    /** Compares a call variable with EQUALS. */
    void cases(String name, OutcomeField field, Map<String, String> branches, String noMatch) {
        xml.module("case", name, Optional.empty(), Optional.empty(), data -> {
            Element list = xml.add(data, "branches");
            branches.forEach((value, target) -> {
                Element branch = branch(list, value, xml.branch(name, target));
                Element condition = xml.add(branch, "conditions");
                xml.add(condition, "comparisonType", "EQUALS");
                xml.operand(condition, "rightOperand", Operand.of(value));
                xml.operand(condition, "leftOperand", Operand.variable(field.variable()));
            });
            xml.add(branch(list, "No Match", xml.branch(name, noMatch)), "conditions");
        });
    }

    private Element branch(Element list, String value, String id) {
        Element entry = xml.add(list, "entry");
        xml.add(entry, "key", value);
        Element branch = xml.add(entry, "value");
        xml.add(branch, "name", value);
        xml.add(branch, "desc", id);
        return branch;
    }

    void skill(String name, Operand skill, String next) {
        xml.module("skillTransfer", name, Optional.of(next), Optional.empty(), data -> {
            xml.disposition(data, -5, "Abandon");
            xml.add(data, "maxQueueTime", "600");
            xml.add(data, "maxRingTime", "15");
            xml.add(data, "enableMusicOnHold", "true");
            Element list = xml.add(data, "listOfSkillsEx");
            if (skill.isVariable()) {
                xml.add(list, "variableName", skill.text());
            } else {
                Element named = xml.add(list, "extrnalObj");
                xml.add(named, "id", "0");
                xml.add(named, "name", skill.text());
            }
            xml.add(list, "varSelected", Boolean.toString(skill.isVariable()));
        });
    }

    /** Dispositions of a domain have ids that nothing outside of it knows, so the administrator chooses this one again. */
    void hangup(String name, int id, String disposition) {
        xml.module("hangup", name, Optional.empty(), Optional.empty(), data -> {
            xml.disposition(data, id, disposition);
            xml.add(data, "returnToCallingModule", "true");
            xml.add(data, "overwriteDisposition", "true");
        });
    }
}
