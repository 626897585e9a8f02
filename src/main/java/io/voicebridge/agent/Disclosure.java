package io.voicebridge.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.agent.prompt.PromptTemplate;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller must be told before anything else, such as that the call is recorded and that the voice is a machine's:
 * {@code disclosure} in the settings of an agent, whoever its provider is. It is said by the bridge, first and to its end;
 * an agent that cannot say it does not talk. Its line in the transcript has the source {@link #SOURCE}, by which it is
 * found when it has to be proven.
 */
public final class Disclosure {

    /** {@link TranscriptItem#source()} of the line. */
    public static final String SOURCE = "disclosure";

    private Disclosure() {}

    /** The wording with its {@code {{variable}}} references; empty if the agent has none. */
    public static Optional<String> wording(String settings, ObjectMapper json) {
        if (!settings.contains("\"disclosure\"")) {
            return Optional.empty();
        }
        try {
            return Optional.of(json.readTree(settings)
                            .path("disclosure")
                            .asText("")
                            .strip())
                    .filter(text -> !text.isEmpty());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** As it is said to one caller. */
    public static Optional<String> text(String settings, Map<String, String> variables, ObjectMapper json) {
        return wording(settings, json)
                .map(text -> PromptTemplate.of(text).render(variables).text().strip())
                .filter(text -> !text.isEmpty());
    }
}
