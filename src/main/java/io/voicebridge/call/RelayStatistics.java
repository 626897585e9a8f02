package io.voicebridge.call;

/**
 * One direction of a bridge.
 *
 * @param frames of 20 ms that went across
 * @param medianMs how long half of them waited at most between the two calls; the jitter buffers come on top
 * @param p99Ms how long 99 of 100 waited at most
 * @param missed times that a frame was due and none was there: silence was sent
 * @param dropped frames left out to catch up
 */
public record RelayStatistics(long frames, int medianMs, int p99Ms, long missed, long dropped) {}
