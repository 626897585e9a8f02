package io.voicebridge.agent;

import java.time.Duration;

/**
 * What a kind of agent does by itself. What it does not do, the bridge does for it.
 *
 * @param hosted the caller's voice leaves this machine
 * @param findsTurns it hears when the caller begins and ends to speak
 * @param transcribes it tells what both sides said
 * @param saysTexts it speaks a given text in its own voice
 * @param callsTools it can be given tools and asks for them
 * @param longest after this a session ends, whatever is being said
 */
public record AgentCapabilities(
        boolean hosted,
        boolean findsTurns,
        boolean transcribes,
        boolean saysTexts,
        boolean callsTools,
        Duration longest) {}
