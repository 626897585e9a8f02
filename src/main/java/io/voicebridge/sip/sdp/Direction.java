package io.voicebridge.sip.sdp;

import java.util.Locale;
import java.util.Optional;

/** Which way media goes, seen from the side that wrote the description (RFC 3264 section 5.1). */
public enum Direction {
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    /** The same seen from the other side, which is also the most that an answer may say (RFC 3264 section 6.1). */
    public Direction reversed() {
        return switch (this) {
            case SENDONLY -> RECVONLY;
            case RECVONLY -> SENDONLY;
            default -> this;
        };
    }

    public boolean sends() {
        return this == SENDRECV || this == SENDONLY;
    }

    public boolean receives() {
        return this == SENDRECV || this == RECVONLY;
    }

    /** What both allow. */
    Direction and(Direction other) {
        boolean sends = sends() && other.sends();
        boolean receives = receives() && other.receives();
        return sends ? receives ? SENDRECV : SENDONLY : receives ? RECVONLY : INACTIVE;
    }

    /** The attribute's name. */
    String attribute() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Direction> ofAttribute(String name) {
        for (Direction direction : values()) {
            if (direction.attribute().equals(name)) {
                return Optional.of(direction);
            }
        }
        return Optional.empty();
    }
}
