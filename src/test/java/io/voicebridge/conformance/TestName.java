package io.voicebridge.conformance;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * A test as the page names it.
 *
 * @param method empty for a class as a whole
 * @param peer the program that it talks to
 */
record TestName(String className, String method, Optional<String> peer) implements Comparable<TestName> {

    private static final Comparator<TestName> ORDER =
            Comparator.comparing(TestName::className).thenComparing(TestName::method);

    static TestName of(Class<?> c, String method) {
        Optional<String> peer =
                Optional.ofNullable(c.getAnnotation(RealPeer.class)).map(RealPeer::value);
        if (c.getSimpleName().endsWith("IT") && peer.isEmpty()) {
            throw new AssertionError(c.getName() + " is to stand on the page: say by @RealPeer what it talks to");
        }
        return new TestName(c.getSimpleName(), method, peer);
    }

    @Override
    public int compareTo(TestName other) {
        return ORDER.compare(this, other);
    }

    /** The name of a class stands before its first test only, its program behind its last. */
    static String list(Collection<TestName> sorted) {
        StringBuilder text = new StringBuilder();
        TestName last = null;
        for (TestName test : sorted) {
            boolean same = last != null && last.className().equals(test.className());
            if (last != null) {
                text.append(same ? "" : peer(last)).append(", ");
            }
            text.append('`').append(same ? test.method() : test.fullName()).append('`');
            last = test;
        }
        return last == null ? "" : text + peer(last);
    }

    private String fullName() {
        return method.isEmpty() ? className : className + '.' + method;
    }

    private static String peer(TestName test) {
        return test.peer().map(p -> " (" + p + ")").orElse("");
    }
}
