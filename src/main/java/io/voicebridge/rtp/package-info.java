/**
 * RTP sessions (RFC 3550, RFC 3551): sockets, pacing, jitter buffer, digits. Knows no SIP.
 *
 * <p>An {@link io.voicebridge.rtp.RtpEngine} has a few media threads. Each wakes every millisecond, plays
 * the streams whose 20 ms are over, on a grid that does not drift, and reads what has come for all. All state of a stream belongs
 * to its thread; {@link io.voicebridge.rtp.RtpSession} hands over to it from any other. Nothing on that thread blocks, logs
 * or allocates per packet; neither may an {@link io.voicebridge.rtp.AudioPort}.
 */
package io.voicebridge.rtp;
