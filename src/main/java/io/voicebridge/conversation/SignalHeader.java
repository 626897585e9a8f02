package io.voicebridge.conversation;

/** One header field of the signalling message that began a conversation, as the sender wrote it. */
public record SignalHeader(String name, String value) {}
