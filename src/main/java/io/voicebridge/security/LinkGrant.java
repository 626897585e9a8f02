package io.voicebridge.security;

import java.time.Instant;

/** What a link shows, and until when. */
public record LinkGrant(String tenantId, String conversationId, Instant expiresAt) {}
