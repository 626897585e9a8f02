package io.voicebridge.call;

import java.nio.file.Path;

/**
 * A recording that has ended.
 *
 * @param file the WAV file; it holds what was written before a fault, if there was one
 * @param millis length of the audio
 * @param lostMillis of it, silence in place of audio that the disk was too slow for
 * @param complete false if a fault stopped it before the call ended
 */
public record Recorded(Path file, long millis, long lostMillis, boolean complete) {}
