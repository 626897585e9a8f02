/** Encrypted audio: SRTP and SRTCP (RFC 3711, 6188, 7714) with keys that somebody else has agreed on. Knows no SIP. */
package io.voicebridge.rtp.srtp;
