package io.voicebridge.directory;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Map;

/**
 * A tenant's user of Five9's Configuration Web Services, and what the bridge does there by itself.
 *
 * @param host of the data centre: {@code api.five9.com}, {@code .eu}, {@code .ca} or {@code api.eu.five9.com}
 * @param username empty if the tenant does not use them
 * @param secret the name of the tenant's secret that holds the password
 * @param dnc whether numbers whose owners asked not to be called go to Five9's do-not-call list
 * @param callbackList the list that callbacks go to; empty for none
 * @param dispositions the disposition that a record gets in its campaign, by outcome; without those that stay as they are
 */
public record Five9Account(
        String host,
        String username,
        String secret,
        boolean dnc,
        String callbackList,
        Map<String, String> dispositions) {

    public static final Five9Account NONE = new Five9Account("api.five9.com", "", "", false, "", Map.of());

    public Five9Account {
        dispositions = Map.copyOf(dispositions);
    }

    @JsonIgnore
    public boolean isSet() {
        return !username.isEmpty() && !secret.isEmpty();
    }
}
