package io.voicebridge.directory;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A number that Five9 dials.
 *
 * @param terminalUri where transfers out go; empty if there are none
 * @param trunkUsername null if the carrier asks for none
 * @param trunkPasswordSet whether there is a password, which is never shown
 * @param callTokenSet whether calls find it by a token, too, which is never shown again
 * @param srtp whether the audio of its calls is encrypted: off, allow or require; null if the bridge's rule goes for it
 * @param agentId null if nobody answers
 * @param consentVariables that say what a lead has agreed to
 * @param sensitiveVariables whose values are not written down
 * @param sensitiveShapes that are masked wherever they stand: card, ssn
 * @param agentTrial the version that a share of its calls goes to; null if all go to the published one
 */
public record PhoneNumber(
        String id,
        String number,
        String kind,
        String name,
        String terminalUri,
        String trunkUsername,
        boolean trunkPasswordSet,
        boolean callTokenSet,
        String srtp,
        String agentId,
        VersionTrial agentTrial,
        Map<String, String> headerMap,
        Map<String, String> byeHeaders,
        DefaultRoute defaultRoute,
        List<String> consentVariables,
        List<String> sensitiveVariables,
        List<String> sensitiveShapes,
        Instant createdAt,
        Instant updatedAt,
        @JsonIgnore int revision)
        implements Revised {}
