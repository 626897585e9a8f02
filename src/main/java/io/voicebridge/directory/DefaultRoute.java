package io.voicebridge.directory;

/**
 * Where a call goes back to when no outcome was committed.
 *
 * @param type SkillTransfer, PhoneTransfer, Hangup or DispositionOnly
 */
public record DefaultRoute(String type, String value, String reason) {
    public static final DefaultRoute NONE = new DefaultRoute("DispositionOnly", "", "No outcome");
}
