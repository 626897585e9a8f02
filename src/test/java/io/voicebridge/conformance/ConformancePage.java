package io.voicebridge.conformance;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes docs/conformance.md of the prose in {@code conformance/page.md} and of the tests. */
final class ConformancePage {

    static final Path PAGE = Path.of("docs/conformance.md");
    private static final Path PROSE = Path.of("src/test/resources/conformance/page.md");

    private ConformancePage() {}

    static String make() throws IOException, URISyntaxException {
        Marks marks = Marks.ofThisHouse();
        return Files.readString(PROSE)
                .replace("{{rfcs}}\n", table("RFC, section | Behaviour", marks.rfcs()))
                .replace("{{rfc4475}}\n", torture(TortureMessages.ofRfc4475()))
                .replace("{{rfc5118}}\n", torture(TortureMessages.ofRfc5118()))
                .replace("{{carriers}}\n", table("Whose | Habit, and what is done", marks.carriers()))
                .replace("{{five9}}\n", table("Where | What Five9 does, and what is done", marks.five9()))
                .replace("{{duties}}\n", table("Duty | How it is done", marks.duties()));
    }

    private static String torture(List<TortureMessage> messages) {
        StringBuilder table = new StringBuilder(
                "| Section | Message | UDP | TCP | RFC and section of the rule |\n|---|---|---|---|---|\n");
        for (TortureMessage m : messages) {
            Treatment t = m.treatment();
            table.append(String.format(
                    "| %s | `%s` | %s | %s | %s |\n", m.section(), m.name(), t.udpWords(), t.tcpWords(), t.why()));
        }
        return table.toString();
    }

    private static String table(String heads, List<Row> rows) {
        StringBuilder table = new StringBuilder("| " + heads + " | Test |\n|---|---|---|\n");
        rows.forEach(row -> table.append(row.line()));
        return table.toString();
    }
}
