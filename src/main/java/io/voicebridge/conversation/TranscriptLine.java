package io.voicebridge.conversation;

/**
 * Something said by one side.
 *
 * @param itemId unique in the conversation; the same id again replaces the line
 * @param role {@code agent} or {@code caller}
 * @param startMs since the agent was opened
 * @param interruptedAtMs how much of an agent's line was heard, or -1 if all
 * @param confidence 0 to 1
 */
public record TranscriptLine(
        String itemId,
        String role,
        String text,
        long startMs,
        long endMs,
        long interruptedAtMs,
        double confidence,
        String source) {}
