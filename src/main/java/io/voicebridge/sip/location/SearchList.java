package io.voicebridge.sip.location;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the machine completes names that are short (resolv.conf(5)): a service of a cluster or a machine of the office.
 *
 * @param domains tried in this order
 * @param dots a name with as many is taken as complete first
 */
record SearchList(List<String> domains, int dots) {

    private static final Logger LOG = LoggerFactory.getLogger(SearchList.class);
    private static final int MOST_DOMAINS = 8;
    private static final int MOST_DOTS = 15;

    static final SearchList NONE = new SearchList(List.of(), 1);

    /** Without such a file nothing is completed. */
    static SearchList of(Path file) {
        if (!Files.isReadable(file)) {
            return NONE;
        }
        try {
            return read(Files.readAllLines(file));
        } catch (IOException e) {
            LOG.warn("{} cannot be read, short names are not completed: {}", file, e.getMessage());
            return NONE;
        }
    }

    static SearchList read(List<String> lines) {
        List<String> domains = List.of();
        int dots = 1;
        for (String line : lines) {
            List<String> words = List.of(line.strip().split("\\s+"));
            switch (words.get(0)) {
                case "search", "domain" -> domains = words.subList(1, Math.min(words.size(), 1 + MOST_DOMAINS));
                case "options" -> dots = dots(words, dots);
                default -> {
                    // Servers are read by the DNS client.
                }
            }
        }
        return new SearchList(List.copyOf(domains), dots);
    }

    private static int dots(List<String> options, int otherwise) {
        return options.stream()
                .filter(word -> word.startsWith("ndots:"))
                .map(word -> word.substring("ndots:".length()))
                .filter(number -> number.length() == 1 || number.length() == 2)
                .filter(number -> number.chars().allMatch(Character::isDigit))
                .map(number -> Math.min(MOST_DOTS, Integer.parseInt(number)))
                .reduce(otherwise, (one, other) -> other);
    }

    /** The complete names, each with its dot at the end, that a name may stand for. */
    List<String> candidates(String name) {
        if (name.endsWith(".")) {
            return List.of(name);
        }
        Stream<String> own = Stream.of(name + '.');
        Stream<String> searched =
                domains.stream().map(domain -> name + '.' + domain + (domain.endsWith(".") ? "" : "."));
        boolean complete = name.chars().filter(c -> c == '.').count() >= dots;
        List<String> all = new ArrayList<>();
        (complete ? Stream.concat(own, searched) : Stream.concat(searched, own)).forEach(all::add);
        return all;
    }
}
