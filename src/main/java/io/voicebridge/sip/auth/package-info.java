/**
 * Digest access authentication (RFC 7616, with SIP's rules of RFC 3261 section 22 and RFC 8760) for both sides. Nothing
 * here sends or remembers a message, and no value that could open a door is ever part of a {@code toString}.
 */
package io.voicebridge.sip.auth;
