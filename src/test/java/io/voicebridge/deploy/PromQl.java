package io.voicebridge.deploy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** As much of Prometheus' language and of its text format as is needed to find what an expression asks for. */
final class PromQl {

    private static final Set<String> WORDS = Set.of(
            "sum",
            "min",
            "max",
            "count",
            "by",
            "rate",
            "increase",
            "histogram_quantile",
            "absent",
            "time",
            "vector",
            "and",
            "or",
            "ignoring",
            "group_left");

    private static final Pattern SELECTOR = Pattern.compile("([a-z_][a-z0-9_]*)\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(=~|=)\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(by|ignoring|on) ?\\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_][a-zA-Z0-9_]*)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private PromQl() {}

    /** The names of the series that an expression asks for. */
    static Set<String> series(String expression) {
        String kept = GROUPING.matcher(expression.replaceAll("\\{[^}]*}", "").replaceAll("\\[[^]]*]", ""))
                .replaceAll("");
        return NAME.matcher(kept)
                .results()
                .map(MatchResult::group)
                .filter(name -> !WORDS.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A condition on a label of a series. */
    record Condition(String series, String label, List<String> values, boolean pattern) {}

    static List<Condition> conditions(String expression) {
        List<Condition> conditions = new ArrayList<>();
        Matcher selectors = SELECTOR.matcher(expression);
        while (selectors.find()) {
            String series = selectors.group(1);
            MATCHER.matcher(selectors.group(2))
                    .results()
                    .forEach(found -> conditions.add(new Condition(
                            series,
                            found.group(1),
                            Arrays.asList(found.group(3).split("\\|")),
                            found.group(2).equals("=~"))));
        }
        return conditions;
    }

    /** The series of a scrape, each with the values that its labels have. */
    static Map<String, Map<String, Set<String>>> scraped(String text) {
        Map<String, Map<String, Set<String>>> scraped = new TreeMap<>();
        SAMPLE.matcher(text).results().forEach(sample -> {
            Map<String, Set<String>> labels = scraped.computeIfAbsent(sample.group(1), name -> new TreeMap<>());
            if (sample.group(2) != null) {
                LABEL.matcher(sample.group(2)).results().forEach(label -> labels.computeIfAbsent(
                                label.group(1), name -> new TreeSet<>())
                        .add(label.group(2)));
            }
        });
        return scraped;
    }
}
