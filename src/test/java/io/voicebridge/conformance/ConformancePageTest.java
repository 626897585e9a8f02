package io.voicebridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The page in Git is the one that the tests make; {@code -Dconformance.write} writes it. */
class ConformancePageTest {

    @Test
    void thePageIsWhatTheTestsMake() throws IOException, URISyntaxException {
        String made = ConformancePage.make();
        if (System.getProperty("conformance.write") != null) {
            Files.writeString(ConformancePage.PAGE, made);
        }
        assertThat(Files.readString(ConformancePage.PAGE))
                .as(
                        "docs/conformance.md is made by bench/conformance: a row comes from @Rfc, @Carrier, @Five9 or @Duty at its"
                                + " test, the prose from src/test/resources/conformance/page.md")
                .isEqualTo(made);
    }

    /** Stands for a class of tests. */
    static class Marked {
        @Rfc(value = "3261, 9.1", says = "a CANCEL")
        @Rfc(value = "3261, 12.2", says = "a dialog")
        void first() {}

        @Rfc("3261, 9.1")
        void second() {}
    }

    static class SaysNothing {
        @Rfc("3261, 9.1")
        void test() {}
    }

    static class NamelessIT {
        @Rfc(value = "3261, 9.1", says = "a CANCEL")
        void test() {}
    }

    @Test
    void ordersSectionsByNumberAndJoinsTheTestsOfARow() {
        assertThat(Marks.of(Marked.class).rfcs())
                .extracting(Row::line)
                .containsExactly(
                        "| 3261, 9.1 | a CANCEL | `Marked.first`, `second` |\n",
                        "| 3261, 12.2 | a dialog | `Marked.first` |\n");
    }

    @Test
    void everyHabitOfFive9IsShownByATest() throws IOException, URISyntaxException {
        assertThat(Marks.ofThisHouse().five9())
                .allSatisfy(row -> assertThat(row.tests()).as(row.text()).isNotEmpty());
    }

    @Test
    void refusesARowWithoutText() {
        assertThatThrownBy(Marks.of(SaysNothing.class)::rfcs).hasMessageContaining("SaysNothing.test");
    }

    @Test
    void refusesAnIntegrationTestWithoutItsProgram() {
        assertThatThrownBy(Marks.of(NamelessIT.class)::rfcs).hasMessageContaining("@RealPeer");
    }
}
