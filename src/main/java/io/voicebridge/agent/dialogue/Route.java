package io.voicebridge.agent.dialogue;

/**
 * Where the call goes next.
 *
 * @param value a skill, a number or a disposition; empty for {@link Type#HANGUP}
 * @param reason one sentence for the person who takes over
 */
public record Route(Type type, String value, String reason) {

    /** The route types that Five9 scripts know from AI vendors' BYE headers. */
    public enum Type {
        SKILL_TRANSFER("SkillTransfer"),
        PHONE_TRANSFER("PhoneTransfer"),
        HANGUP("Hangup"),
        DISPOSITION_ONLY("DispositionOnly");

        private final String code;

        Type(String code) {
            this.code = code;
        }

        /** The name on the wire. */
        public String code() {
            return code;
        }
    }
}
