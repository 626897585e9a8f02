package io.voicebridge.conversation;

import io.voicebridge.conversation.diagnosis.RefusalRules;
import java.time.Instant;

/** A refused INVITE as it is shown; see {@link RejectedCall} for its parts, and {@link RefusalRules} for the diagnosis. */
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
        String hint,
        String diagnosis) {}
