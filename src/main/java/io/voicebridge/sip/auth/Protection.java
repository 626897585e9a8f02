package io.voicebridge.sip.auth;

import java.util.Optional;

/** What the response covers: the {@code qop} of RFC 7616 section 3.3. */
public enum Protection {
    /** No qop at all, as in RFC 2069: still met, and gives no protection against replay. */
    NONE(""),
    AUTH("auth"),
    /** The body too. */
    AUTH_INT("auth-int");

    private final String token;

    Protection(String token) {
        this.token = token;
    }

    String token() {
        return token;
    }

    static Optional<Protection> of(String token) {
        for (Protection protection : values()) {
            if (protection.token.equalsIgnoreCase(token)) {
                return Optional.of(protection);
            }
        }
        return Optional.empty();
    }

    /** What to choose of a list: {@code auth} before {@code auth-int}, which breaks where a border element edits SDP. */
    static Optional<Protection> best(String list) {
        boolean integrity = false;
        int from = 0;
        while (from <= list.length()) {
            int comma = list.indexOf(',', from);
            int to = comma < 0 ? list.length() : comma;
            String token = list.substring(from, to).strip();
            if (token.equalsIgnoreCase(AUTH.token)) {
                return Optional.of(AUTH);
            }
            integrity |= token.equalsIgnoreCase(AUTH_INT.token);
            from = to + 1;
        }
        return integrity ? Optional.of(AUTH_INT) : Optional.empty();
    }
}
