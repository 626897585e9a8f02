package io.voicebridge.sip.location;

/**
 * A pointer from a domain to a service of it (RFC 3403 section 4.1).
 *
 * @param order the lowest counts first; {@code preference} among those of one order
 * @param flags {@code s} where the replacement has SRV records
 * @param service such as {@code SIP+D2U}
 */
record Naptr(int order, int preference, String flags, String service, String replacement) {}
