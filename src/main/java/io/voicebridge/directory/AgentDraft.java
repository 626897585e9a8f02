package io.voicebridge.directory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/**
 * What an agent says and does, before or after it was published.
 *
 * @param name such as {@code qualify-solar}; unique in its tenant
 * @param provider which kind of agent serves it
 * @param voice a voice of the provider, or empty for its default
 * @param prompt the system prompt, with {@code {{variable}}} references
 * @param dialogue the dialogue as YAML, or empty
 * @param settings a JSON object that the provider reads
 */
public record AgentDraft(String name, String provider, String voice, String prompt, String dialogue, String settings) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The tenant's secret that is the key for the provider, where the settings name one. */
    Optional<String> keySecret() {
        return keySecret(settings);
    }

    /** As {@link #keySecret()}, of an agent's settings. */
    public static Optional<String> keySecret(String settings) {
        if (!settings.contains("key_secret")) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(settings).path("key_secret").asText())
                    .filter(name -> !name.isBlank());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
