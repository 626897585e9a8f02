package io.voicebridge.conversation;

import java.time.Instant;

/** A refused INVITE as it is shown; see {@link RejectedCall} for its parts. */
public record RejectedEntry(
        String id,
        Instant at,
        String callId,
        String ani,
        String dnis,
        String source,
        int status,
        String condition,
        String reason,
        String hint) {}
