package io.voicebridge.cli;

import io.voicebridge.security.WebhookSignature;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** What an AI platform sends. */
final class Signed {

    private static final Clock CLOCK = Clock.systemUTC();

    private Signed() {}

    static ApiServer.Answer outcome(ApiServer server, String secret, String body) throws Exception {
        Instant now = CLOCK.instant();
        String id = UUID.randomUUID().toString();
        return server.post("/hooks/v1/outcomes")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", new WebhookSignature(CLOCK).sign(secret, id, now, body))
                .json(body)
                .send();
    }
}
