package io.voicebridge.conversation;

/**
 * How a call ended.
 *
 * @param endedBy {@code caller}, {@code agent}, {@code bridge} or {@code fault}
 * @param detail one sentence for a person
 * @param recording file name, or empty
 * @param recordedMs length of the recording
 */
public record EndFacts(String endedBy, String detail, String recording, long recordedMs) {}
