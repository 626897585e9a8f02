/**
 * DTMF digits as telephone events (RFC 4733), received and sent.
 */
package io.voicebridge.rtp.dtmf;
