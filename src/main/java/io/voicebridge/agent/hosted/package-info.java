/**
 * Agents that run elsewhere. A {@link io.voicebridge.agent.hosted.Protocol} knows one provider's messages; turn taking,
 * playout, limits and watchdogs are the same for all, and are the bridge's.
 */
package io.voicebridge.agent.hosted;
