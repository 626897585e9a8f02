package io.voicebridge.directory;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a called number leads to. */
public sealed interface Lookup {

    /**
     * The agent that answers.
     *
     * @param number as it is registered
     * @param headerMap names of headers, in lower case and without {@code X-}, and the variables that they become
     * @param byeHeaders headers that go back with each BYE, besides those of the outcome
     * @param srtp whether audio is encrypted: off, allow or require; empty for the bridge's rule
     * @param consentVariables names of variables that say what a lead has agreed to
     * @param sensitiveVariables names of variables that are not written down
     * @param sensitiveShapes that are masked wherever they stand
     * @param maxCalls of the tenant
     * @param maxCallsPerSecond of the tenant, 0 for no limit
     * @param trial the version that a share of the calls goes to, if there is one
     */
    record Found(
            String tenantId,
            String numberId,
            String number,
            String agentId,
            String agent,
            int version,
            String provider,
            String prompt,
            String voice,
            String dialogue,
            String settings,
            int maxCalls,
            int maxCallsPerSecond,
            DefaultRoute defaultRoute,
            Map<String, String> byeHeaders,
            Map<String, String> headerMap,
            String srtp,
            List<String> consentVariables,
            List<String> sensitiveVariables,
            List<String> sensitiveShapes,
            Optional<Trial> trial)
            implements Lookup {

        /**
         * The same number, with the version that answers the call.
         *
         * @param call see {@link VersionTrial#takes}
         */
        public Found answering(String call) {
            return trial.filter(tried -> tried.share().takes(agentId, call))
                    .map(Trial::found)
                    .orElse(this);
        }
    }

    /** @param found the number with the version that is on trial */
    record Trial(VersionTrial share, Found found) {}

    /**
     * Why nobody answers.
     *
     * @param tenantId whose number it is, or is nearest to; empty if nobody's
     * @param condition the exact condition that failed, in kebab case
     * @param reason what the caller is told; gives nothing away
     * @param hint what our own people need to know
     */
    record Refused(String tenantId, int sipStatus, String condition, String reason, String hint) implements Lookup {}
}
