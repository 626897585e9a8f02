/**
 * Reports about RTP (RFC 3550 section 6): reading and writing compound packets, and when one is due. Knows neither sockets
 * nor sessions.
 */
package io.voicebridge.rtp.rtcp;
