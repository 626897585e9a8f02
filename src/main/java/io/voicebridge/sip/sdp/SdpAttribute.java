package io.voicebridge.sip.sdp;

/** An {@code a=} line: {@code a=name:value}, or {@code a=name} with an empty value. */
public record SdpAttribute(String name, String value) {}
