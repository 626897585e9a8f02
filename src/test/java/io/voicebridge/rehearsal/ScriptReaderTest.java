package io.voicebridge.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScriptReaderTest {

    @Test
    void readsTheDemoScript() throws IOException {
        IvrScript script = IvrScript.parse("demo", Files.readString(Path.of("config/demo/five9-script.yaml")));

        assertThat(script.name()).isEqualTo("Solar-FirstTouch");
        assertThat(script.modules().values().stream().limit(6).map(IvrModule::getClass))
                .isEqualTo(List.of(
                        IvrModule.Query.class,
                        IvrModule.SetVariable.class,
                        IvrModule.ThirdPartyTransfer.class,
                        IvrModule.SetVariable.class,
                        IvrModule.Query.class,
                        IvrModule.Case.class));
        assertThat(script.hangupModules()).containsOnlyKeys("Tell that the customer left", "Left");
    }

    @Test
    void goesOnWithTheModuleBelowUnlessToldOtherwise() {
        IvrScript script = parse("""
                script: s
                modules:
                  - {module: Set Variable, name: one}
                  - {module: Set Variable, name: two, next: one}
                  - {module: Hangup, name: three, disposition: Done}
                """);

        assertThat(script.modules().get("one").next()).isEqualTo(Optional.of("two"));
        assertThat(script.modules().get("two").next()).isEqualTo(Optional.of("one"));
        assertThat(script.modules().get("three").next()).isEmpty();
    }

    @Test
    void waitsFiveSecondsForAQueryUnlessToldOtherwise() {
        IvrScript script = parse("""
                script: s
                modules:
                  - {module: Query, name: q, url: "http://a", responses: [{regexp: "."}]}
                """);

        assertThat(((IvrModule.Query) script.modules().get("q")).timeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void reportsEveryFaultWithItsPlace() {
        InvalidFile invalid = faultsOf("""
                script: s
                variables: {outcome: ""}
                modules:
                  - module: Query
                    name: ask
                    methd: GET
                    url: http://a/${Outcome}
                    responses:
                      - {regexp: "(", groups: [outcome]}
                  - module: Case
                    name: choose
                    variable: outcome
                    branches: {qualified: Sales}
                """);

        assertThat(invalid.faults())
                .anyMatch(f -> f.startsWith("modules[0] \"ask\": does not know the key 'methd'"))
                .anyMatch(f -> f.contains("url: the variable 'Outcome' is not declared under variables; did you mean"))
                .anyMatch(f -> f.contains("responses[0].regexp: is not a regular expression"))
                .anyMatch(f -> f.contains("branches.qualified: leads to 'Sales', which is no module of this lane"))
                .anyMatch(f -> f.contains("\"choose\".noMatch: is missing"));
    }

    @Test
    void refusesMoreVariablesThanCaptureGroups() {
        assertThat(faultsOf("""
                                script: s
                                variables: {a: "", b: ""}
                                modules:
                                  - {module: Query, name: q, url: "http://a", responses: [{regexp: "(.)", groups: [a, b]}]}
                                """).faults())
                .containsExactly("modules[0] \"q\".responses[0].groups: names 2 variables, but the expression has 1"
                        + " capture groups");
    }

    @Test
    void refusesToSendDataFromAVariableThatIsNoList() {
        assertThat(faultsOf("""
                                script: s
                                variables: {ToIVA: ""}
                                modules:
                                  - {module: 3rd Party Transfer, name: t, number: "1", sendData: ToIVA}
                                """).faults())
                .containsExactly("modules[0] \"t\".sendData: 'ToIVA' must be declared under variables as a KVList: {}");
    }

    @Test
    void namesTheLineOfWhatIsNoYaml() {
        assertThat(faultsOf("script: s\nmodules: [").getMessage()).startsWith("script.yaml cannot be used:\n  line ");
    }

    @Test
    void refusesTwoModulesOfOneName() {
        assertThat(faultsOf("""
                                script: s
                                modules:
                                  - {module: Hangup, name: end, disposition: A}
                                  - {module: Hangup, name: end, disposition: B}
                                """).faults()).containsExactly("modules[1] \"end\": has the name of another module");
    }

    private static IvrScript parse(String yaml) {
        return IvrScript.parse("script.yaml", yaml);
    }

    private static InvalidFile faultsOf(String yaml) {
        return catchThrowableOfType(InvalidFile.class, () -> parse(yaml));
    }
}
