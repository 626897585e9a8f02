package io.voicebridge.five9.service;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Locale;

/** What can be done at Five9 because of an outcome. */
public enum TaskKind {
    /** Five9 takes many numbers at a time, and few such requests a minute. */
    DNC(500, Duration.ofDays(14)),
    CALLBACK(1, Duration.ofDays(1)),
    /** Five9 takes 100 records in a request (asyncUpdateCampaignDispositions). */
    DISPOSITION(100, Duration.ofDays(1));

    final int atOnce;
    final Duration patience;

    /**
     * @param atOnce how many go in one request
     * @param patience how long it is tried
     */
    TaskKind(int atOnce, Duration patience) {
        this.atOnce = atOnce;
        this.patience = patience;
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TaskKind of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
