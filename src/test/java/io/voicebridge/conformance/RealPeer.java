package io.voicebridge.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the program that an integration test talks to; the conformance page names it beside each of its tests. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface RealPeer {

    /** As in {@code "SIPp"}. */
    String value();
}
