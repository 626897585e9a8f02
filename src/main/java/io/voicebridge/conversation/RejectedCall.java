package io.voicebridge.conversation;

/**
 * An INVITE that was refused.
 *
 * @param tenantId empty if the called number belongs to nobody
 * @param source address and port it came from
 * @param status the SIP status it was answered with
 * @param condition the exact condition that failed, in kebab case
 * @param reason for a person
 * @param hint what to do about it, or empty
 */
public record RejectedCall(
        String tenantId,
        String callId,
        String ani,
        String dnis,
        String source,
        int status,
        String condition,
        String reason,
        String hint) {}
