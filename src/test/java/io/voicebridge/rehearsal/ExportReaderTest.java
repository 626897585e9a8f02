package io.voicebridge.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports in the form that Five9's script designer writes, as published ones show it. */
class ExportReaderTest {

    private static final String TO_END = "<singleDescendant>END</singleDescendant>";
    private static final String CONSTANT =
            "<isVarSelected>false</isVarSelected><stringValue><value>%s</value><id>0</id></stringValue>";
    private static final String VARIABLE = "<isVarSelected>true</isVarSelected><variableName>%s</variableName>";

    @Test
    void beginsWithTheModuleBehindTheIncomingCall() {
        IvrScript script = read(module("play", "Welcome", "<singleDescendant>B</singleDescendant>", "B0")
                + module("setVariable", "Pack", TO_END, "B"));

        assertThat(script.name()).isEqualTo("FirstTouch");
        assertThat(script.modules().keySet()).containsExactly("First", "Welcome", "Pack", "End");
        assertThat(script.modules().get("First").next()).contains("End");
    }

    @Test
    void readsTheVariablesAndWhatTheyStartWith() {
        IvrScript script = read("");

        assertThat(script.variables())
                .containsEntry("outcome", new ScriptValue.Text("none yet"))
                .containsEntry("nothing", ScriptValue.Text.EMPTY)
                .containsEntry("ToIVA", KeyValues.EMPTY.with("X-source", "Five9"));
    }

    @Test
    void readsWhatAVariableIsSetTo() {
        IvrScript script = read(module(
                "setVariable",
                "Pack",
                """
                <singleDescendant>END</singleDescendant>
                <data>
                  <expressions><variableName>ToIVA</variableName><isFunction>true</isFunction>
                    <function><returnType>KVLIST</returnType><name>PUT</name></function>
                    <functionArgs>%s</functionArgs><functionArgs>%s</functionArgs><functionArgs>%s</functionArgs>
                  </expressions>
                  <expressions><variableName>outcome</variableName><isFunction>false</isFunction>
                    <constant><isVarSelected>false</isVarSelected><timeValue><minutes>615</minutes></timeValue></constant>
                  </expressions>
                </data>
                """.formatted(
                        VARIABLE.formatted("ToIVA"), CONSTANT.formatted("X-city"), VARIABLE.formatted("Contact.city")),
                "S"));

        assertThat(((IvrModule.SetVariable) script.modules().get("Pack")).assignments())
                .containsExactly(
                        new IvrModule.Assignment("ToIVA", Expression.parse("PUT(ToIVA, \"X-city\", Contact.city)")),
                        new IvrModule.Assignment("outcome", new Expression.Literal("10:15")));
    }

    @Test
    void readsAQueryWithABodyThatHoldsVariables() {
        String body = "{\"correlation\":\"\",\"ani\":\"\"}";
        IvrModule.Query query =
                query("""
                <url>https://bridge.example/five9/v1/calls</url><method>POST</method>
                <parameters/>
                <requestInfo><template><base64>%s</base64></template>
                  <replacements><position>%d</position><variableName>Call.ANI</variableName></replacements>
                  <replacements><position>16</position><variableName>Call.session_id</variableName></replacements>
                </requestInfo>
                <headers><entry><key>Content-Type</key><value>%s</value></entry></headers>
                <requestBodyType>XML_JSON</requestBodyType>
                <authProfileHolder><extrnalObj><id>31</id><name>Voice Bridge</name></extrnalObj>
                  <varSelected>false</varSelected></authProfileHolder>
                <responseInfos><from>200</from><to>299</to><method>REG_EXP</method>
                  <regexp><regexp>"status":"([^"]*)".*"agent":"([^"]*)"</regexp>
                    <regexpParameters><groupIndex>1</groupIndex><variable>outcome</variable></regexpParameters>
                    <regexpParameters><groupIndex>0</groupIndex></regexpParameters>
                    <regexpFlags>32</regexpFlags></regexp>
                </responseInfos>
                <saveStatusCode>false</saveStatusCode>
                """.formatted(packed(body), body.length() - 2, CONSTANT.formatted("application/json")));

        ScriptVariables variables =
                new ScriptVariables(Map.of(), Map.of("Call.ANI", "+13035550100", "Call.session_id", "77"));
        assertThat(query.url().render(variables)).isEqualTo("https://bridge.example/five9/v1/calls");
        assertThat(query.body().orElseThrow().render(variables))
                .isEqualTo("{\"correlation\":\"77\",\"ani\":\"+13035550100\"}");
        assertThat(query.headers().get("Content-Type").render(variables)).isEqualTo("application/json");
        assertThat(query.authorizationProfile()).contains("Voice Bridge");
        assertThat(query.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(query.next()).contains("End");
        assertThat(query.onFailure()).contains("First");
        IvrModule.Response response = query.responses().get(0);
        assertThat(List.of(response.from(), response.to())).containsExactly(200, 299);
        assertThat(response.extraction().from("{\"status\":\"ok\",\n\"agent\":\"solar\"}"))
                .contains(Map.of("outcome", "solar"));
    }

    @Test
    void readsAQueryThatTakesTheLegacyXml() {
        IvrModule.Query query = query("""
                <url>https://bridge.example/five9/v1/outcome</url><method>GET</method><fetchTimeout>10</fetchTimeout>
                <parameters><entry><key>correlation</key><value>%s</value></entry></parameters>
                <returnValues><entry><key>summary</key><value>outcome</value></entry></returnValues>
                <requestInfo><template><base64>%s</base64></template></requestInfo>
                <responseParsingMethod>XML_ATTR_BASED</responseParsingMethod>
                """.formatted(VARIABLE.formatted("Call.session_id"), packed("")));

        assertThat(query.body()).isEmpty();
        assertThat(query.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(query.responses().get(0).extraction().from("""
                <response><variables><var name="status" expr="'ready'"/><var name="summary" expr="'A &amp; B'"/>\
                </variables><error code="0" description=""/></response>""")).contains(Map.of("outcome", "A & B"));
    }

    @Test
    void readsAThirdPartyTransferWithItsLists() {
        IvrScript script = read(module(
                "thirdPartyTransfer",
                "Hand over",
                """
                <exceptionalDescendant>FIRST</exceptionalDescendant><singleDescendant>END</singleDescendant>
                <data><dispo><id>-23</id><name>Transferred To 3rd Party</name></dispo>
                  <thirdPartyNumber>%s</thirdPartyNumber><returnAfter3rdParty>true</returnAfter3rdParty>
                  <send3rdParty>true</send3rdParty><sendVariable>%s</sendVariable>
                  <receive3rdParty>true</receive3rdParty><receiveVariable>ToIVA</receiveVariable>
                  <maxTimeOf3rdParty>300</maxTimeOf3rdParty><ringingTimeout>25</ringingTimeout>
                </data>
                """.formatted(CONSTANT.formatted("3453453453"), VARIABLE.formatted("ToIVA")),
                "T"));

        IvrModule.ThirdPartyTransfer transfer =
                (IvrModule.ThirdPartyTransfer) script.modules().get("Hand over");
        assertThat(transfer.number().render(new ScriptVariables(Map.of()))).isEqualTo("3453453453");
        assertThat(transfer.sendData()).contains("ToIVA");
        assertThat(transfer.receiveData()).contains("ToIVA");
        assertThat(transfer.returns()).isTrue();
        assertThat(transfer.ringTimeout()).isEqualTo(Duration.ofSeconds(25));
        assertThat(transfer.next()).contains("End");
        assertThat(transfer.onFailure()).contains("First");
    }

    @ParameterizedTest
    @CsvSource({
        "EQUALS,qualified,qualified,true",
        "EQUALS,Qualified,qualified,false",
        "NOT_EQUALS,x,qualified,true",
        "CONTAINS,wants a quote,quote,true",
        "LIKE,Denver,Den%,true",
        "LIKE,Den.er,Den_er,true",
        "LIKE,Denver,Den.er,false",
        "REGEXP,240 USD,\\d+,true",
        "MORE_THAN,10,9.5,true",
        "LESS_THAN,10,9.5,false",
    })
    void comparesInACase(String comparison, String value, String with, boolean matches) {
        IvrScript script = read(module(
                "case",
                "Which?",
                """
                <data><branches>
                  <entry><key>yes</key><value><name>yes</name><desc>END</desc>
                    <conditions><comparisonType>%s</comparisonType><rightOperand>%s</rightOperand>
                      <leftOperand>%s</leftOperand></conditions></value></entry>
                  <entry><key>No Match</key><value><name>No Match</name><desc>FIRST</desc><conditions/></value></entry>
                </branches></data>
                """.formatted(comparison, CONSTANT.formatted(with), VARIABLE.formatted("outcome")),
                "C"));

        IvrModule.Case cases = (IvrModule.Case) script.modules().get("Which?");
        assertThat(cases.branches().get(0).target()).isEqualTo("End");
        assertThat(cases.next()).contains("First");
        assertThat(cases.branches()
                        .get(0)
                        .condition()
                        .holds(new ScriptVariables(Map.of("outcome", new ScriptValue.Text(value)))))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"ALL,false", "ANY,true"})
    void asksSeveralConditionsInAnIfElse(String grouping, boolean holds) {
        String condition = "<conditions><comparisonType>EQUALS</comparisonType><joinMode>AND</joinMode>"
                + "<rightOperand>%s</rightOperand><leftOperand>%s</leftOperand></conditions>";
        IvrScript script = read(module(
                "ifElse",
                "Known?",
                """
                <data><branches>
                  <entry><key>IF</key><value><name>IF</name><desc>END</desc></value></entry>
                  <entry><key>ELSE</key><value><name>ELSE</name><desc>FIRST</desc></value></entry>
                </branches><customCondition>1</customCondition><conditionGrouping>%s</conditionGrouping>%s%s</data>
                """.formatted(
                                grouping,
                                condition.formatted(CONSTANT.formatted("a"), VARIABLE.formatted("outcome")),
                                condition.formatted(CONSTANT.formatted("b"), VARIABLE.formatted("nothing"))),
                "I"));

        IvrModule.Case cases = (IvrModule.Case) script.modules().get("Known?");
        assertThat(cases.next()).contains("First");
        assertThat(cases.branches()
                        .get(0)
                        .condition()
                        .holds(new ScriptVariables(Map.of("outcome", new ScriptValue.Text("a")))))
                .isEqualTo(holds);
    }

    /** What holds of a, b and c, by how the script puts the three together. */
    @ParameterizedTest
    @CsvSource({
        "(1 or 2) AND 3,a-c,true",
        "(1 or 2) AND 3,b-c,true",
        "(1 or 2) AND 3,a-b,false",
        "1 OR 2 AND 3,a,true",
        "1 or 2 and 3,c,false",
        "3,c,true",
        "((1) and(2))or(3),a-b,true",
    })
    void putsConditionsTogetherByHand(String custom, String holding, boolean holds) {
        IvrModule.Case cases = (IvrModule.Case) read(byHand(custom)).modules().get("Known?");

        Map<String, ScriptValue> values = Map.of("outcome", new ScriptValue.Text(holding));
        assertThat(cases.branches().get(0).condition().holds(new ScriptVariables(values)))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "1 AND 4,'there is no condition 4, only 3'",
        "1 AND,the number of a condition was expected",
        "(1 OR 2,')'' is missing'",
        "1 2,AND or OR was expected",
        "NOT 1,the number of a condition was expected",
        "((((((((((1)))))))))),nested more than 8 deep",
    })
    void saysWhyConditionsCannotBePutTogetherSo(String custom, String why) {
        assertThatThrownBy(() -> IvrScript.parse("x.five9ivr", export(byHand(custom))))
                .hasMessageContaining("the custom condition")
                .hasMessageContaining(why);
    }

    private static String byHand(String custom) {
        String condition = "<conditions><comparisonType>CONTAINS</comparisonType>"
                + "<rightOperand>%s</rightOperand><leftOperand>%s</leftOperand></conditions>";
        StringBuilder conditions = new StringBuilder();
        for (String letter : List.of("a", "b", "c")) {
            conditions.append(condition.formatted(CONSTANT.formatted(letter), VARIABLE.formatted("outcome")));
        }
        return module("ifElse", "Known?", """
                <data><branches>
                  <entry><key>IF</key><value><name>IF</name><desc>END</desc></value></entry>
                  <entry><key>ELSE</key><value><name>ELSE</name><desc>FIRST</desc></value></entry>
                </branches><customCondition>%s</customCondition><conditionGrouping>CUSTOM</conditionGrouping>%s</data>
                """.formatted(custom, conditions), "I");
    }

    @ParameterizedTest
    @CsvSource({
        "<extrnalObj><id>7</id><name>Sales_West</name></extrnalObj><varSelected>false</varSelected>,Sales_West",
        "<varSelected>true</varSelected><variableName>outcome</variableName>,a skill"
    })
    void takesTheSkillFromTheListOrFromAVariable(String skills, String expected) {
        IvrScript script = read(module(
                "skillTransfer",
                "To sales",
                TO_END + "<data><listOfSkillsEx>" + skills + "</listOfSkillsEx></data>",
                "K"));

        assertThat(((IvrModule.SkillTransfer) script.modules().get("To sales"))
                        .skill()
                        .render(new ScriptVariables(Map.of("outcome", new ScriptValue.Text("a skill")))))
                .isEqualTo(expected);
        assertThat(script.skills()).as("every skill has an agent").isEqualTo(Optional.empty());
    }

    @Test
    void readsTheHangupLane() {
        IvrScript script = read("");

        assertThat(script.hangupModules().values())
                .extracting(module -> ((IvrModule.Hangup) module).disposition().render(new ScriptVariables(Map.of())))
                .containsExactly("Caller Disconnected");
    }

    @Test
    void namesEveryFaultWithItsModule() {
        String text = export(module("setVariable", "Sum up", """
                        <singleDescendant>NOWHERE</singleDescendant>
                        <data><expressions><variableName>unknown</variableName><isFunction>true</isFunction>
                          <function><name>SUM</name></function></expressions></data>
                        """, "S")
                + module("query", "Ask", TO_END + "<data><method>PUT</method></data>", "Q"));

        assertThatThrownBy(() -> IvrScript.parse("broken.five9ivr", text))
                .isInstanceOfSatisfying(InvalidFile.class, invalid -> assertThat(invalid.faults())
                        .anyMatch(fault -> fault.contains("setVariable \"Sum up\"") && fault.contains("'unknown'"))
                        .anyMatch(fault -> fault.contains("the function SUM is not rehearsed"))
                        .anyMatch(fault -> fault.contains("leads to NOWHERE"))
                        .anyMatch(fault -> fault.contains("query \"Ask\"") && fault.contains("not PUT")));
    }

    @Test
    void opensNothingThatAFileNames() {
        String text = "<!DOCTYPE ivrScript [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><ivrScript>&x;</ivrScript>";

        assertThatThrownBy(() -> IvrScript.parse("x.five9ivr", text)).hasMessageContaining("DOCTYPE");
    }

    @Test
    void unpacksNoBomb() {
        String text = export(module(
                "query",
                "Ask",
                TO_END + "<data><method>POST</method><requestInfo><template><base64>" + packed("0".repeat(300_000))
                        + "</base64></template></requestInfo></data>",
                "Q"));

        assertThatThrownBy(() -> IvrScript.parse("x.five9ivr", text)).hasMessageContaining("when unpacked");
    }

    private static IvrModule.Query query(String data) {
        IvrScript script = read(module(
                "query",
                "Ask",
                "<exceptionalDescendant>FIRST</exceptionalDescendant>" + TO_END + "<data>" + data + "</data>",
                "Q"));
        return (IvrModule.Query) script.modules().get("Ask");
    }

    private static IvrScript read(String modules) {
        return IvrScript.parse("scripts/FirstTouch.five9ivr", export(modules));
    }

    private static String module(String tag, String name, String content, String id) {
        return "<%s>%s<moduleName>%s</moduleName><locationX>1</locationX><moduleId>%s</moduleId></%s>"
                .formatted(tag, content, name, id, tag);
    }

    private static String export(String modules) {
        String disposed = "<data><dispo><id>%s</id><name>%s</name></dispo></data>";
        return """
                <?xml version="1.0" encoding="ISO-8859-1" standalone="yes"?>
                <ivrScript><domainId>1</domainId><properties/><modules>
                  <incomingCall><singleDescendant>FIRST</singleDescendant><moduleName>In</moduleName>
                    <moduleId>IN</moduleId><data/></incomingCall>
                  %s%s%s
                </modules><modulesOnHangup>
                  <startOnHangup><singleDescendant>LEFT</singleDescendant><moduleName>Start</moduleName>
                    <moduleId>START</moduleId></startOnHangup>
                  %s
                </modulesOnHangup>
                <userVariables>
                  <entry><key>outcome</key><value><name>outcome</name><stringValue><value>none yet</value><id>0</id>
                    </stringValue><isNullValue>false</isNullValue></value></entry>
                  <entry><key>nothing</key><value><name>nothing</name><stringValue><value></value><id>0</id>
                    </stringValue><isNullValue>true</isNullValue></value></entry>
                  <entry><key>ToIVA</key><value><name>ToIVA</name><kvListValue><value>%s</value></kvListValue>
                    <isNullValue>false</isNullValue></value></entry>
                </userVariables>
                <defaultMethod>GET</defaultMethod><defaultFetchTimeout>5</defaultFetchTimeout>
                </ivrScript>
                """.formatted(
                module("setVariable", "First", TO_END, "FIRST"),
                modules,
                module("hangup", "End", disposed.formatted("0", "No Disposition"), "END"),
                module("hangup", "Left", disposed.formatted("-17", "Caller Disconnected"), "LEFT"),
                Base64.getEncoder().encodeToString("{\"X-source\":\"Five9\"}".getBytes(StandardCharsets.UTF_8)));
    }

    private static String packed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
