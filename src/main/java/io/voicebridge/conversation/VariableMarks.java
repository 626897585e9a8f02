package io.voicebridge.conversation;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which of a call's variables are of a special kind, as the owner of the number says. Names compare without regard to case.
 *
 * @param consent that say what a customer had agreed to
 */
public record VariableMarks(Set<String> consent) {

    public static final VariableMarks NONE = new VariableMarks(Set.of());

    /** Of names as they were entered. */
    public static VariableMarks of(Collection<String> consent) {
        return new VariableMarks(lowerCase(consent));
    }

    private static Set<String> lowerCase(Collection<String> names) {
        Set<String> lower = new TreeSet<>();
        names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        return lower;
    }
}
