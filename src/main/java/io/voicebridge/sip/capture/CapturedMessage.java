package io.voicebridge.sip.capture;

import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * One message as it is kept.
 *
 * @param bytes without secrets, perhaps cut off
 * @param length of the message as it was
 */
record CapturedMessage(Instant at, InetSocketAddress from, InetSocketAddress to, byte[] bytes, int length) {}
