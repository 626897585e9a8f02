package io.voicebridge.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a guide tells to type is typed in by {@link GuidesIT}, or marked as a person's. */
class GuidePageTest {

    /** Settings; that they exist is another test's. */
    private static final String PROPERTIES = "properties";

    @Test
    void everyBoxIsTypedInOrMarked() throws Exception {
        for (GuidePage page : GuidePage.all()) {
            assertThat(page.boxes())
                    .as(page.file().toString())
                    .allMatch(box -> box.isTypedIn()
                            || box.isForPeople()
                            || box.head().equals(PROPERTIES)
                                    && box.content().lines().allMatch(line -> line.contains(" = ")));
        }
    }

    @Test
    void everySectionHasABoxThatIsTypedInOrIsMarked() throws Exception {
        for (GuidePage page : GuidePage.all()) {
            assertThat(page.sections())
                    .as(page.file().toString())
                    .filteredOn(section -> !section.text().contains("| the diagnosis says |"))
                    .allMatch(section -> section.isTypedIn() != section.isForPeople());
        }
    }

    @Test
    void everyCommandInASentenceIsTypedInSomewhere() throws Exception {
        List<GuidePage> pages = GuidePage.all();
        String boxes = pages.stream()
                .flatMap(page -> page.boxes().stream())
                .map(GuidePage.Box::content)
                .collect(Collectors.joining("\n"));
        Set<String> nowhere = new TreeSet<>();
        pages.forEach(page -> page.commandsInSentences().stream()
                .filter(command -> !boxes.contains(command))
                .forEach(nowhere::add));
        assertThat(nowhere).isEmpty();
    }

    @Test
    void everyGuideIsTypedInInTheOrderOfTheSetUp() throws Exception {
        assertThat(GuidePage.all())
                .extracting(page -> page.file().getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(GuidesIT.IN_ORDER);
    }

    @Test
    void knowsWhatIsNeitherTypedInNorMarked() {
        GuidePage page = new GuidePage(Path.of("x.md"), """
                # Title

                Type `./bridge burn` or `apt-get install x`.
                Type `brew install x`. <!-- by hand -->

                ## One
                ```
                ./bridge burn
                ```

                ## Two
                <!-- by hand: a screen -->

                ## Three
                ```sh
                echo 3
                ```
                ```sh by-hand: it goes on
                ./bridge serve
                ```
                """);

        assertThat(page.boxes()).extracting(GuidePage.Box::isTypedIn).containsExactly(false, true, false);
        assertThat(page.boxes()).extracting(GuidePage.Box::isForPeople).containsExactly(false, false, true);
        assertThat(page.sections())
                .filteredOn(section -> section.isTypedIn() == section.isForPeople())
                .extracting(GuidePage.Section::title)
                .containsExactly("One");
        assertThat(page.commandsInSentences()).containsExactly("./bridge burn", "apt-get install x");
        assertThat(page.script()).isEqualTo("set -euo pipefail\necho 3\n");
    }
}
