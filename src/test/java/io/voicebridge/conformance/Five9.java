package io.voicebridge.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a test that shows how something that Five9 does is met: a row of docs/conformance.md. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Five9 {

    /** What Five9 does; a test may show several. */
    Five9Habit[] value();
}
