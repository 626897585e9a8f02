package io.voicebridge.conversation.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why an INVITE was refused, in one line with the fix (guide, troubles 1 and 6). Stateless. */
public final class RefusalRules {

    static final List<RefusalRule> RULES = List.of(
            new RefusalRule(
                    "number-not-registered",
                    "Register the number that Five9 dials, or correct it in the 3rd Party Transfer module."),
            new RefusalRule(
                    "call-token-unknown",
                    "Put the number's token into the script as POST /phone-numbers/{id}/call-token shows it, or register the"
                            + " number that Five9 dials."),
            new RefusalRule("not-a-number", "Have the carrier send the called number as the user of the Request-URI."),
            new RefusalRule("number-without-agent", "Map an agent to the number."),
            new RefusalRule("agent-not-published", "Publish the agent of the number."),
            new RefusalRule(
                    "agent-unavailable",
                    "The agent or its provider cannot serve calls: POST /phone-numbers/{id}/test says why."),
            new RefusalRule(
                    "tenant-call-limit",
                    "The tenant has as many calls as it may: lower the dialler's pace, or have the operator raise"
                            + " max_calls."),
            new RefusalRule(
                    "tenant-call-rate",
                    "Calls come faster than the tenant may: lower the dialler's pace, or have the operator raise"
                            + " max_calls_per_second."),
            new RefusalRule("too-many-calls", "The bridge is full: raise bridge.call.max, or add a bridge."),
            new RefusalRule(
                    "short-of-memory",
                    "The heap of the bridge was full: give it more (-Xmx), lower bridge.call.max, or add a bridge."),
            new RefusalRule(
                    "not-taking-calls", "The bridge was starting or draining; the carrier should try its next route."),
            new RefusalRule(
                    "intake-queue-full", "The bridge is overloaded: lower the dialler's pace, or add a bridge."),
            new RefusalRule("no-media-port", "No port for audio was free: widen bridge.rtp.ports."),
            new RefusalRule(
                    "storage-unavailable",
                    "The database was away: see /observe/health/ready; calls work when it is back."),
            new RefusalRule("directory-unavailable", "The database was away when the number was looked up."),
            new RefusalRule("caller-gave-up", "The caller, or Five9's ring timeout, ended the call before the answer."),
            new RefusalRule(
                    "source-not-allowed",
                    "The caller's address is on no list: add the carrier to the policy of bridge.sip.policy."),
            new RefusalRule("own-call", "A transfer of ours came back: the Terminal URI leads to this bridge itself."),
            new RefusalRule("merged-request", "The carrier sent one call by two ways: keep one route to the bridge."),
            new RefusalRule("no-hops-left", "The call went in a loop before it came here: check the trunk's routing."),
            new RefusalRule("extension-required", "Turn the required SIP extension off at the trunk."),
            new RefusalRule("body-not-sdp", "The trunk has to send the offer as application/sdp."),
            new RefusalRule("bad-session-description", "The trunk's session description is malformed."),
            new RefusalRule(
                    "header-section-too-large", "The headers are too long: keep the KVList lean, use TCP or TLS."),
            new RefusalRule("internal-error", "The bridge failed: its log has the reason under the Call-ID."));

    private static final String MEDIA = "media-not-acceptable";

    private static final Map<String, String> ADVICE =
            RULES.stream().collect(Collectors.toMap(RefusalRule::condition, RefusalRule::advice));

    private RefusalRules() {}

    /**
     * @param condition the exact condition that failed
     * @param reason what the caller was told
     * @param hint what else is known, such as the nearest registered number
     */
    public static String diagnose(String condition, String reason, String hint) {
        String what = hint.isEmpty() ? reason : hint;
        String advice = condition.equals(MEDIA) ? adviceFor(reason).orElse("") : ADVICE.getOrDefault(condition, "");
        String sentence = what.isEmpty() || what.endsWith(".") ? what : what + '.';
        String line = advice.isEmpty() ? sentence : (sentence + ' ' + advice).strip();
        return line.length() <= CallRules.LONGEST ? line : line.substring(0, CallRules.LONGEST - 1) + '…';
    }

    /** What to do about an offer that was refused, by what the refusal says of it. */
    static Optional<String> adviceFor(String reason) {
        if (reason.contains("encrypted audio only")) {
            return Optional.of("Turn SRTP on at the trunk.");
        }
        if (reason.contains("RTP/SAVP") || reason.contains("a=crypto")) {
            return Optional.of("SRTP does not match: turn it on or off on both sides, with SDES keys.");
        }
        if (reason.contains("Offered ") && reason.contains("; supported ")) {
            return Optional.of("No common codec: allow G.711 (PCMU) on the trunk.");
        }
        return Optional.empty();
    }
}
