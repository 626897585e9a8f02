/**
 * Where a SIP URI leads to (RFC 3263): the choice of the transport, the order of the servers, and the questions to the DNS
 * that this takes. One loop asks and is answered; nothing here blocks, and whatever is remembered has a limit.
 */
package io.voicebridge.sip.location;
