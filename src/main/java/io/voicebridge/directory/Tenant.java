package io.voicebridge.directory;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;

/** An organisation whose numbers, agents and calls are its own. */
public record Tenant(
        String id,
        String name,
        Settings settings,
        Instant createdAt,
        Instant updatedAt,
        @JsonIgnore int revision) implements Revised {

    /**
     * @param waitCapS how long a look-up of an outcome may wait, 1 to 25 seconds
     * @param retentionDays how long conversations are kept, 1 to 3650 days
     * @param maxCalls how many calls may be up at once
     * @param maxCallsPerSecond how many may begin in a second, twice that at once; 0 for no limit
     * @param screenPopMinutes how long the link lasts that a script is told with an outcome; 0 for none
     * @param outbound where calls may go out to, and how many
     * @param five9 the user of Five9's web services, and what is done there
     */
    public record Settings(
            int waitCapS,
            int retentionDays,
            int maxCalls,
            int maxCallsPerSecond,
            int screenPopMinutes,
            OutboundLimits outbound,
            Five9Account five9) {
        public static final Settings DEFAULT =
                new Settings(4, 90, 500, 0, 0, OutboundLimits.DEFAULT, Five9Account.NONE);
    }
}
