package io.voicebridge.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A guide of {@code docs/guides}. A box that is headed {@code sh} is typed in, one that is headed {@code sh by-hand: why} is for
 * people alone; a section without a box of the first kind says {@code <!-- by hand: why -->}, and a line with a command in a sentence {@code <!-- by hand -->}.
 */
record GuidePage(Path file, String text) {

    private static final Path FOLDER = Path.of("docs/guides");
    private static final Pattern BOX = Pattern.compile("(?ms)^```([^\\n]*)\\n(.*?)^```$");
    private static final Pattern SECTION = Pattern.compile("(?ms)^## ([^\\n]+)\\n(.*?)(?=^## |\\z)");
    private static final Pattern MARK = Pattern.compile("<!-- by hand -->");
    private static final Pattern REASON = Pattern.compile("<!-- by hand: [^>]+ -->");
    private static final Pattern INLINE =
            Pattern.compile("`(\\./bridge [^`\\s]+|(?:curl|apt-get|brew|sudo|baresip) [^`]+)[^`]*`");

    /** @param head what follows the opening fence */
    record Box(String head, String content) {

        boolean isTypedIn() {
            return head.equals("sh");
        }

        boolean isForPeople() {
            return head.matches("sh by-hand: \\S.*");
        }
    }

    record Section(String title, String text) {

        boolean isTypedIn() {
            return boxesOf(text).stream().anyMatch(Box::isTypedIn);
        }

        boolean isForPeople() {
            return REASON.matcher(text).find();
        }
    }

    static GuidePage named(String name) throws IOException {
        Path file = FOLDER.resolve(name);
        return new GuidePage(file, Files.readString(file));
    }

    static List<GuidePage> all() throws IOException {
        List<GuidePage> pages = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                pages.add(named(file.getFileName().toString()));
            }
        }
        return pages;
    }

    List<Box> boxes() {
        return boxesOf(text);
    }

    private static List<Box> boxesOf(String text) {
        return BOX.matcher(text)
                .results()
                .map(found -> new Box(found.group(1), found.group(2)))
                .toList();
    }

    List<Section> sections() {
        return SECTION.matcher(text)
                .results()
                .map(found -> new Section(found.group(1), found.group(2)))
                .toList();
    }

    /** Commands within sentences whose line has no mark. */
    List<String> commandsInSentences() {
        return BOX.matcher(text)
                .replaceAll("")
                .lines()
                .filter(line -> !MARK.matcher(line).find())
                .flatMap(line -> INLINE.matcher(line).results())
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** All that is typed in, in order, as one script that stops at the first command that fails. */
    String script() {
        StringBuilder script = new StringBuilder("set -euo pipefail\n");
        boxes().stream().filter(Box::isTypedIn).forEach(box -> script.append(box.content()));
        return script.toString();
    }
}
