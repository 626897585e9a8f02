/**
 * Session descriptions (RFC 4566) read from hostile bytes, and offer and answer (RFC 3264) for one audio stream.
 *
 * <p>Pure functions over values: {@link io.voicebridge.sip.sdp.OfferAnswer} takes bytes and gives bytes and an
 * {@link io.voicebridge.sip.sdp.Answer}. No name is ever looked up. Keys of SRTP are
 * exchanged by RFC 4568; DTLS-SRTP is refused with a Warning.
 */
package io.voicebridge.sip.sdp;
