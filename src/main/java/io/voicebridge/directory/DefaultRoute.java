package io.voicebridge.directory;

import java.util.Objects;

/**
 * Where a call goes back to when no outcome was committed.
 *
 * @param type SkillTransfer, PhoneTransfer, Hangup or DispositionOnly
 * @param value empty if the type needs none
 * @param reason or empty
 */
public record DefaultRoute(String type, String value, String reason) {
    public static final DefaultRoute NONE = new DefaultRoute("DispositionOnly", "", "No outcome");

    /** What a client left out is empty. */
    public DefaultRoute {
        value = Objects.requireNonNullElse(value, "");
        reason = Objects.requireNonNullElse(reason, "");
    }
}
