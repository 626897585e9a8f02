package io.voicebridge.directory;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.exception.ConstraintViolationException;

/**
 * Says what failed without saying what was in it. The message of an exception can hold what a caller said or a lead's
 * number: databases quote the value that did not fit. So only the kinds of the exceptions, the database's own codes and
 * the place in our code go into a log or a row; what we have written ourselves for a client to read stays.
 */
public final class Reason {

    private static final int DEEPEST = 10;
    private static final String OURS = "io.voicebridge.";

    private Reason() {}

    /** One sentence for a log line or a row. */
    public static String of(Throwable failure) {
        StringBuilder text = new StringBuilder(200);
        String place = "";
        for (Throwable cause : chain(failure)) {
            if (cause instanceof Problem problem) {
                return problem.code() + ": " + problem.getMessage();
            }
            text.append(text.isEmpty() ? "" : ", caused by ").append(kind(cause));
            String nearest = place(cause);
            place = nearest.isEmpty() ? place : nearest;
        }
        return text.append(place.isEmpty() ? "" : " in " + place).toString();
    }

    /** The same failure for a log that shows where it happened: with its stack traces and without its messages. */
    public static Throwable traceOf(Throwable failure) {
        List<Throwable> chain = chain(failure);
        Told told = null;
        for (int i = chain.size() - 1; i >= 0; i--) {
            told = new Told(chain.get(i), told);
        }
        return told == null ? new IllegalStateException("Nothing failed") : told;
    }

    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null && chain.size() < DEEPEST; cause = cause.getCause()) {
            chain.add(cause);
        }
        return chain;
    }

    private static String kind(Throwable cause) {
        String name = cause.getClass().getSimpleName();
        if (cause instanceof SQLException sql) {
            return name + " (SQL state " + sql.getSQLState() + ", code " + sql.getErrorCode() + ')';
        }
        return cause instanceof ConstraintViolationException violation && violation.getConstraintName() != null
                ? name + " (" + violation.getConstraintName().replaceAll("[^A-Za-z0-9_.].*", "") + ')'
                : name;
    }

    private static String place(Throwable cause) {
        for (StackTraceElement frame : cause.getStackTrace()) {
            if (frame.getClassName().startsWith(OURS)) {
                String name = frame.getClassName();
                return name.substring(name.lastIndexOf('.') + 1)
                        + '.'
                        + frame.getMethodName()
                        + ':'
                        + frame.getLineNumber();
            }
        }
        return "";
    }

    /** What is left of an exception. */
    private static final class Told extends Exception {
        private static final long serialVersionUID = 1L;

        Told(Throwable of, Told cause) {
            super(of instanceof Problem ? Reason.of(of) : kind(of), cause, false, true);
            setStackTrace(of.getStackTrace());
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }
}
