package io.voicebridge.trunk;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * What a provider's API answered.
 *
 * @param status of HTTP
 * @param body a missing node if there is none or it is no JSON
 * @param retryAfter how long it wants to be left alone
 */
public record CarrierAnswer(int status, JsonNode body, Optional<Duration> retryAfter) {

    boolean isGood() {
        return status >= 200 && status <= 299;
    }
}
