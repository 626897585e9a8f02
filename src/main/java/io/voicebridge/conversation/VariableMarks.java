package io.voicebridge.conversation;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which of a call's variables are of a special kind, as the owner of the number says. Names compare without regard to case.
 *
 * @param consent that say what a customer had agreed to
 * @param sensitive whose values are not written down
 * @param shapes that are masked wherever they stand: {@code card}, {@code ssn}
 */
public record VariableMarks(Set<String> consent, Set<String> sensitive, Set<String> shapes) {

    public static final VariableMarks NONE = new VariableMarks(Set.of(), Set.of(), Set.of());

    /** Of names as they were entered. */
    public static VariableMarks of(
            Collection<String> consent, Collection<String> sensitive, Collection<String> shapes) {
        return new VariableMarks(lowerCase(consent), lowerCase(sensitive), lowerCase(shapes));
    }

    /** Of a number that names variables of consent only. */
    public static VariableMarks of(Collection<String> consent) {
        return of(consent, Set.of(), Set.of());
    }

    private static Set<String> lowerCase(Collection<String> names) {
        Set<String> lower = new TreeSet<>();
        names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        return lower;
    }
}
