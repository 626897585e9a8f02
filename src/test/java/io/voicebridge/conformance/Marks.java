package io.voicebridge.conformance;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds the annotated tests among the compiled classes and makes rows of them, so that no row can name a test in vain. */
final class Marks {

    private record Mark(String subject, String text, TestName test) {}

    private final List<Class<?>> classes;

    private Marks(List<Class<?>> classes) {
        this.classes = classes;
    }

    static Marks ofThisHouse() throws IOException, URISyntaxException {
        Path root = Path.of(
                Marks.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        // A static nested class is a stand-in of a test, not a test.
        List<Class<?>> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root.resolve("io/voicebridge"))) {
            files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(".class"))
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .map(Marks::load)
                    .filter(c -> !Modifier.isStatic(c.getModifiers()))
                    .forEach(classes::add);
        }
        return new Marks(classes);
    }

    static Marks of(Class<?>... classes) {
        return new Marks(List.of(classes));
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Marks.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Row> rfcs() {
        return rows(Rfc.class, Rfc::value, Rfc::says);
    }

    List<Row> carriers() {
        return rows(Carrier.class, Carrier::value, Carrier::says);
    }

    List<Row> duties() {
        return rows(Duty.class, Duty::value, Duty::says);
    }

    /** In the order of the habits; one that no test shows has none. */
    List<Row> five9() {
        Map<Five9Habit, SortedSet<TestName>> tests = new TreeMap<>();
        for (Five9Habit habit : Five9Habit.values()) {
            tests.put(habit, new TreeSet<>());
        }
        for (Class<?> c : classes) {
            for (Method m : c.getDeclaredMethods()) {
                Five9 mark = m.getAnnotation(Five9.class);
                if (mark != null) {
                    TestName test = TestName.of(c, m.getName());
                    List.of(mark.value()).forEach(habit -> tests.get(habit).add(test));
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        tests.forEach((habit, shown) -> rows.add(new Row(habit.where(), habit.says(), shown)));
        return rows;
    }

    private <A extends Annotation> List<Row> rows(
            Class<A> type, Function<A, String> subject, Function<A, String> text) {
        List<Mark> marks = new ArrayList<>();
        for (Class<?> c : classes) {
            for (A a : c.getAnnotationsByType(type)) {
                marks.add(new Mark(subject.apply(a), text.apply(a), TestName.of(c, "")));
            }
            for (Method m : c.getDeclaredMethods()) {
                for (A a : ((AnnotatedElement) m).getAnnotationsByType(type)) {
                    marks.add(new Mark(subject.apply(a), text.apply(a), TestName.of(c, m.getName())));
                }
            }
        }
        return assemble(marks);
    }

    private static List<Row> assemble(List<Mark> marks) {
        Map<String, Map<String, SortedSet<TestName>>> subjects = new TreeMap<>();
        for (Mark mark : marks) {
            Map<String, SortedSet<TestName>> texts = subjects.computeIfAbsent(mark.subject(), s -> new TreeMap<>());
            if (!mark.text().isEmpty()) {
                texts.computeIfAbsent(mark.text(), t -> new TreeSet<>()).add(mark.test());
            }
        }
        for (Mark mark : marks) {
            if (mark.text().isEmpty()) {
                onlyRow(mark, subjects.get(mark.subject())).add(mark.test());
            }
        }
        List<Row> rows = new ArrayList<>();
        subjects.forEach((subject, texts) -> texts.forEach((text, tests) -> rows.add(new Row(subject, text, tests))));
        rows.sort(Row.ORDER);
        return rows;
    }

    /** The only row of the subject, or the only one that its own class has a text for. */
    private static SortedSet<TestName> onlyRow(Mark mark, Map<String, SortedSet<TestName>> texts) {
        List<SortedSet<TestName>> candidates = new ArrayList<>(texts.values());
        if (candidates.size() > 1) {
            candidates.removeIf(tests -> tests.stream()
                    .noneMatch(test -> test.className().equals(mark.test().className())));
        }
        if (candidates.size() != 1) {
            throw new AssertionError(mark.test().className() + '.' + mark.test().method() + " shows \""
                    + mark.subject() + "\" without saying what, and there are " + texts.size()
                    + " texts for it: repeat the one that is meant");
        }
        return candidates.get(0);
    }
}
