package io.voicebridge.component.sip;

/**
 * The body of the event {@code refer-refused}: the peer asked us to call somebody else in its place, and was refused.
 *
 * @param target URI, as the peer wrote it; empty if it could not be read
 */
public record ReferRefused(String target) {}
