package io.voicebridge.conversation;

import java.util.Optional;

/**
 * Where Five9 is to take the customer next.
 *
 * @param value a skill, a number, or empty
 */
public record Route(Type type, String value, String reason) {

    /** The names that Five9 partners use on BYE; the constants are spelt as they stand on the wire. */
    public enum Type {
        SkillTransfer,
        PhoneTransfer,
        Hangup,
        DispositionOnly;

        public static Optional<Type> of(String wire) {
            for (Type type : values()) {
                if (type.name().equals(wire)) {
                    return Optional.of(type);
                }
            }
            return Optional.empty();
        }
    }

    /** What a number without a default route of its own falls back to: the script decides by the outcome alone. */
    public static final Route NONE = new Route(Type.DispositionOnly, "", "");

    /** {@link #NONE} if there is no such type. */
    public static Route of(String type, String value, String reason) {
        return Type.of(type).map(known -> new Route(known, value, reason)).orElse(NONE);
    }
}
