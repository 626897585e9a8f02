package io.voicebridge.cli.call;

import io.voicebridge.agent.AgentProfile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Remembers which variables the versions of agents refer to, so that a dialogue is read once and not for each call.
 * Keeps those used last. Thread-safe.
 */
final class ReferencedVariables {

    private static final int KEPT = 64;

    private final Map<AgentProfile, Set<String>> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<AgentProfile, Set<String>> eldest) {
            return size() > KEPT;
        }
    };

    synchronized Set<String> of(AgentProfile profile) {
        return known.computeIfAbsent(profile, AgentProfile::referencedVariables);
    }
}
