package io.voicebridge.directory;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;

/**
 * An agent with its draft.
 *
 * @param settings a JSON object that the provider reads
 * @param draftChanged whether the draft differs from the version that was published last
 * @param publishedVersion the version that answers calls; null if none does
 * @param latestVersion 0 before the first was published
 * @param variables those that the draft refers to
 */
public record Agent(
        String id,
        String name,
        String provider,
        String voice,
        String prompt,
        String dialogue,
        @JsonRawValue String settings,
        boolean draftChanged,
        Integer publishedVersion,
        int latestVersion,
        List<String> variables,
        Instant createdAt,
        Instant updatedAt,
        @JsonIgnore int revision)
        implements Revised {

    /**
     * A version that was published; it never changes.
     *
     * @param live whether it answers calls now
     */
    public record Version(
            int version,
            boolean live,
            String provider,
            String voice,
            String prompt,
            String dialogue,
            @JsonRawValue String settings,
            Instant publishedAt,
            String publishedBy) {}
}
