package io.voicebridge.sip;

/**
 * One header field as it stood in a message, or is to stand in one: the name as the sender wrote it, with a compact
 * form replaced by its long form, and the unfolded value without white space around it (RFC 3261 section 7.3.1).
 */
public record SipHeader(String name, String value) {}
