package io.voicebridge.conversation;

import java.time.Instant;
import java.util.Map;

/** One entry of a conversation's timeline; see {@link Note} for its parts. */
public record TimelineEntry(Instant t, String kind, String actor, String summary, Map<String, Object> detail) {}
