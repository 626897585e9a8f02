package io.voicebridge.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a test that shows how a duty of security is done: a row of docs/conformance.md.
 *
 * <p>The text stands at one test of the row; the others of the same row carry the annotation without it. Where
 * one subject has several rows, such a test belongs to the row that its own class has a text for, or repeats the text.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(Duty.List.class)
public @interface Duty {

    /** The duty, as in {@code "RTP bleed and injection"}. */
    String value();

    /** What is done, as it is to stand on the page. */
    String says() default "";

    /** Holds the annotations of a test that shows several behaviours. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface List {
        Duty[] value();
    }
}
