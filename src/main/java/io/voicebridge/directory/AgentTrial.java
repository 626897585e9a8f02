package io.voicebridge.directory;

import java.util.List;
import java.util.Map;

/** Tries an agent before callers do. Implemented by what runs agents. Thread-safe. */
public interface AgentTrial {

    /**
     * @param missing variables that the agent refers to and that had no value
     */
    record Preview(String prompt, String dialogue, List<String> missing) {}

    /**
     * Checks that a call could be served, and gets ready for it. May take seconds.
     *
     * @throws IllegalArgumentException with one sentence a person can act on
     */
    void prepare(AgentDraft draft, int version);

    /** The variables that prompt and dialogue refer to, in lower case and in order. */
    List<String> references(AgentDraft draft);

    Preview preview(AgentDraft draft, Map<String, String> variables);
}
