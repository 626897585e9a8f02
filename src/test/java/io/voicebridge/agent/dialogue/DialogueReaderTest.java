package io.voicebridge.agent.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DialogueReaderTest {

    private static final String SMALL = """
            greeting: "Hi."
            steps:
              - id: owns
                ask: "Do you own it?"
                expect: yes_no
            rules:
              - when: { owns: "yes" }
                outcome: qualified
                route: { type: SkillTransfer, value: Sales }
            """;

    private static List<DialogueException.Fault> faults(String yaml) {
        DialogueException e = catchThrowableOfType(DialogueException.class, () -> Dialogue.parse(yaml));
        assertThat(e).as("is refused").isNotNull();
        return e.faults();
    }

    private static void refuses(String yaml, String pointer, String detail) {
        assertThat(faults(yaml)).anySatisfy(fault -> {
            assertThat(fault.pointer()).isEqualTo(pointer);
            assertThat(fault.detail()).contains(detail);
        });
    }

    @Test
    void readsSmallestDialogue() {
        assertThat(Dialogue.parse(SMALL).lines()).contains("Hi.", "Do you own it?");
    }

    @Test
    void refusesUnknownKeysByName() {
        refuses(SMALL + "greetings: x\n", "/greetings", "is not known here; known are greeting");
        refuses(SMALL.replace("ask:", "aks:"), "/steps/0/aks", "is not known");
    }

    @Test
    void namesEveryFaultAtOnce() {
        List<DialogueException.Fault> faults = faults(
                SMALL.replace("outcome: qualified", "outcome: great").replace("expect: yes_no", "expect: maybe"));
        assertThat(faults).extracting(DialogueException.Fault::pointer).contains("/steps/0/expect", "/rules/0/outcome");
    }

    @Test
    void refusesQualifiedThatNobodyEarned() {
        refuses(SMALL.replace("  - when: { owns: \"yes\" }\n    outcome:", "  - outcome:"), "/rules/0", "needs 'when'");
        refuses(SMALL.replace("{ owns: \"yes\" }", "{ owns: { known: false } }"), "/rules/0", "needs 'when'");
        refuses(
                SMALL + "endings: { qualified: { route: { type: Hangup } } }\n",
                "/endings/qualified",
                "can only come from a rule");
    }

    @Test
    void refusesValueThatNoReplyGives() {
        refuses(
                SMALL.replace("{ owns: \"yes\" }", "{ owns: yess }"),
                "/rules/0/when/owns",
                "'yess' is no value of owns");
    }

    @Test
    void refusesUnknownSlotsAndSteps() {
        refuses(SMALL.replace("{ owns: \"yes\" }", "{ own: \"yes\" }"), "/rules/0/when/own", "names no slot");
        refuses(SMALL.replace("expect: yes_no", "expect: yes_no\n    next: later"), "/steps/0/next", "names no step");
    }

    @Test
    void refusesRouteThatCallersDataWouldChoose() {
        refuses(SMALL.replace("value: Sales", "value: \"{{skill}}\""), "/rules/0/route/value", "must be fixed");
    }

    @Test
    void refusesTransfersThatCallersDataWouldChooseOrNobodyMayHave() {
        String transfer = SMALL + "    transfer: { to: \"+18005550123\", mode: warm, whisper: \"{{city}}\" }\n";
        assertThat(Dialogue.parse(transfer).variables()).contains("city");
        refuses(transfer.replace("+18005550123", "{{number}}"), "/rules/0/transfer/to", "must be a fixed number");
        refuses(transfer.replace("to: \"+18005550123\", ", ""), "/rules/0/transfer", "needs the key 'to'");
        refuses(transfer.replace("warm", "cold"), "/rules/0/transfer/whisper", "needs 'mode: warm'");
        refuses(transfer.replace("warm", "hot"), "/rules/0/transfer/mode", "must be cold or warm");
        refuses(transfer.replace("qualified", "do_not_call"), "/rules/0/transfer", "nobody is transferred");
    }

    @Test
    void refusesTwoMeaningsOfOneKeyOrPhrase() {
        String choice = SMALL.replace("expect: yes_no", """
                replies:
                      - { value: "yes", phrases: [sure], key: 1 }
                      - { value: "no", phrases: ["Sure!"], key: 1 }
                """);
        refuses(choice, "/steps/0/replies", "key 1 is used twice");
        refuses(choice, "/steps/0/replies", "stands for two values");
    }

    @Test
    void saysWhereTheYamlBreaks() {
        assertThatThrownBy(() -> Dialogue.parse("greeting: \"Hi\nsteps"))
                .isInstanceOf(DialogueException.class)
                .hasMessageContaining("not valid YAML in line");
        assertThatThrownBy(() -> Dialogue.parse("a: 1\na: 2\n")).hasMessageContaining("Duplicate");
    }

    @Test
    void refusesTooMuch() {
        assertThatThrownBy(() -> Dialogue.parse("#".repeat(70_000))).hasMessageContaining("64 KB");
        refuses(SMALL.replace("Hi.", "H".repeat(700)), "/greeting", "longer than 600");
        assertThatThrownBy(() -> Dialogue.parse("[".repeat(10_000))).isInstanceOf(DialogueException.class);
    }

    @Property(tries = 300)
    void answersAnyTextWithDialogueOrFaults(@ForAll String yaml) {
        assertThatThrownBy(() -> Dialogue.parse(yaml)).isInstanceOf(DialogueException.class);
    }
}
