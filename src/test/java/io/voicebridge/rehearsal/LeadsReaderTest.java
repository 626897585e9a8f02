package io.voicebridge.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeadsReaderTest {

    private static final Customer BUYER = behaving("buyer", "Yes, please.");
    private static final Customer TENANT = behaving("tenant", "I rent.");

    @Test
    void makesEveryColumnAFieldOfTheContact() {
        List<Customer> leads = LeadsReader.read("leads.csv", """
                number1,first_name,city,expect_disposition
                3035550101,"Ann, or \"\"Annie\"\"\",Denver,Callback
                3035550102,Jo,,
                """, List.of());

        assertThat(leads).hasSize(2);
        assertThat(leads.get(0).phone()).isEqualTo("3035550101");
        assertThat(leads.get(0).contact())
                .isEqualTo(Map.of("number1", "3035550101", "first_name", "Ann, or \"Annie\"", "city", "Denver"));
        assertThat(leads.get(0).expected())
                .contains(new Customer.Expected(ScriptEnd.Kind.DISPOSITION, "Callback", Map.of(), List.of()));
        assertThat(leads.get(1).expected()).isEmpty();
        assertThat(leads.get(1).replies())
                .as("without behaviours leads are silent")
                .isEmpty();
    }

    @Test
    void takesTheBehaviourThatIsNamedOrEachInTurn() {
        List<Customer> leads =
                LeadsReader.read("leads.csv", "number1,behaviour\n1,tenant\n2,\n3,\n", List.of(BUYER, TENANT));

        assertThat(leads)
                .extracting(lead -> lead.replies().get(0).says())
                .containsExactly("I rent.", "I rent.", "Yes, please.");
    }

    @Test
    void namesEveryFaultWithItsLead() {
        assertThatThrownBy(() -> LeadsReader.read(
                        "leads.csv",
                        "number1,behaviour,expect_skill,expect_disposition\n,buyer,,\n1,nobody,Sales,Callback\n",
                        List.of(BUYER)))
                .isInstanceOfSatisfying(InvalidFile.class, invalid -> assertThat(invalid.faults())
                        .containsExactlyInAnyOrder(
                                "lead 1: has no number1",
                                "lead 2: behaves like 'nobody', which is none of [buyer]",
                                "lead 2: expects a skill and a disposition, which cannot both come true"));
    }

    @Test
    void refusesAFileWithoutLeads() {
        assertThatThrownBy(() -> LeadsReader.read("leads.csv", "number1,city\n", List.of()))
                .hasMessageContaining("holds no lead");
    }

    private static Customer behaving(String name, String says) {
        return new Customer(
                name,
                "",
                Map.of(),
                "",
                Customer.Line.QUIET,
                List.of(new Customer.Reply(List.of(), says, "")),
                Customer.Patience.ENDLESS,
                Optional.empty());
    }
}
