package io.voicebridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.cli.ContractDocuments.Operation;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the pages tell to type exists: commands with their options, properties, paths of the API, other pages. */
class DocumentationTest {

    private static final Pattern COMMAND = Pattern.compile("(?m)^\\s*\\./bridge ([a-z][^#\\n]*)");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final Pattern PROPERTY = Pattern.compile("(?m)^(bridge\\.[a-z.-]+) = ");
    private static final Pattern API = Pattern.compile("/(?:api|five9|hooks)/v1/[a-z0-9/{}$A-Z_-]+");
    private static final Pattern LINK = Pattern.compile("(?:\\]\\(|\\bsrc(?:set)?=\")(?!https?:)([^)#\"]+)");

    @Test
    void everyCommandIsUnderstood() throws IOException {
        List<String> faults = new ArrayList<>();
        int commands = 0;
        for (Path page : pages()) {
            for (MatchResult found :
                    COMMAND.matcher(Files.readString(page)).results().toList()) {
                commands++;
                try {
                    Bridge.commandLine().parseArgs(words(found.group(1)));
                } catch (CommandLine.ParameterException e) {
                    faults.add(page + ": " + found.group().strip() + ": " + e.getMessage());
                }
            }
        }
        assertThat(faults).isEmpty();
        assertThat(commands).isGreaterThan(10);
    }

    private static String[] words(String command) {
        return WORD.matcher(command)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .filter(word -> !word.equals("[--exit]"))
                .toArray(String[]::new);
    }

    @Test
    void everyPropertyThatAPageSetsExists() throws IOException {
        Properties known = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("config/application.properties"))) {
            known.load(reader);
        }
        List<String> unknown = new ArrayList<>();
        for (Path page : pages()) {
            PROPERTY.matcher(Files.readString(page))
                    .results()
                    .map(found -> found.group(1))
                    .filter(name -> !known.containsKey(name))
                    .forEach(name -> unknown.add(page + ": " + name));
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyPathOfTheApiExists() throws Exception {
        List<String> paths = new ContractDocuments()
                .operations().stream()
                        .map((Operation operation) -> operation.path)
                        .toList();
        List<String> unknown = new ArrayList<>();
        for (Path page : pages()) {
            API.matcher(Files.readString(page))
                    .results()
                    .map(MatchResult::group)
                    .filter(path -> paths.stream().noneMatch(known -> isOf(known, path)))
                    .forEach(path -> unknown.add(page + ": " + path));
        }
        assertThat(unknown).isEmpty();
    }

    /** Also a part of one, such as the beginning that all paths of a kind share. */
    private static boolean isOf(String known, String written) {
        String[] expected = known.split("/");
        String[] given = written.replaceAll("/+$", "").split("/");
        if (given.length > expected.length) {
            return false;
        }
        for (int i = 0; i < given.length; i++) {
            if (!expected[i].startsWith("{") && !expected[i].equals(given[i])) {
                return false;
            }
        }
        return true;
    }

    @Test
    void everyPageThatIsLinkedToIsThere() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path page : pages()) {
            LINK.matcher(Files.readString(page))
                    .results()
                    .map(found -> found.group(1))
                    .filter(link -> !Files.exists(page.resolveSibling(link).normalize()))
                    .forEach(link -> missing.add(page + ": " + link));
        }
        assertThat(missing).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("bench/README.md")),
                            docs.filter(file -> file.toString().endsWith(".md")))
                    .sorted()
                    .toList();
        }
    }
}
