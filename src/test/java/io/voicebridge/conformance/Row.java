package io.voicebridge.conformance;

import java.util.Comparator;
import java.util.SortedSet;

/**
 * A row of the page.
 *
 * @param subject the RFC and section, the carrier or the duty
 */
record Row(String subject, String text, SortedSet<TestName> tests) {

    static final Comparator<Row> ORDER =
            Comparator.comparing(Row::subject, Row::compareSubjects).thenComparing(Row::text);

    String line() {
        return "| " + subject + " | " + text.replace("|", "\\|") + " | " + TestName.list(tests) + " |\n";
    }

    /** Digits count as numbers, so that section 9.1 comes before 12.2. */
    private static int compareSubjects(String left, String right) {
        int l = 0;
        int r = 0;
        while (l < left.length() && r < right.length()) {
            int lEnd = numberEnd(left, l);
            int rEnd = numberEnd(right, r);
            int order = lEnd > l && rEnd > r
                    ? Long.compare(Long.parseLong(left.substring(l, lEnd)), Long.parseLong(right.substring(r, rEnd)))
                    : Character.compare(left.charAt(l), right.charAt(r));
            if (order != 0) {
                return order;
            }
            l = Math.max(l + 1, lEnd);
            r = Math.max(r + 1, rEnd);
        }
        return Integer.compare(left.length() - l, right.length() - r);
    }

    private static int numberEnd(String text, int from) {
        int to = from;
        while (to < text.length() && Character.isDigit(text.charAt(to))) {
            to++;
        }
        return to;
    }
}
