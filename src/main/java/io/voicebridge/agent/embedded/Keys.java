package io.voicebridge.agent.embedded;

import java.util.Optional;

/** Collects the digits of a number that the caller keys in. One session's thread. */
final class Keys {

    private static final int LONGEST = 12;

    private final StringBuilder typed = new StringBuilder();
    private final int between;
    private long until;

    /** @param between the longest pause inside a number, ms */
    Keys(int between) {
        this.between = between;
    }

    /** @return the number, if this key ends it */
    Optional<String> press(char key, long now) {
        if (key == '#') {
            return Optional.of(take());
        }
        typed.append(key);
        until = now + between;
        return typed.length() >= LONGEST ? Optional.of(take()) : Optional.empty();
    }

    /** The number, if the caller has stopped. */
    Optional<String> expired(long now) {
        return isTyping() && now >= until ? Optional.of(take()) : Optional.empty();
    }

    boolean isTyping() {
        return !typed.isEmpty();
    }

    private String take() {
        String number = typed.toString();
        typed.setLength(0);
        return number;
    }
}
