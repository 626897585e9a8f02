package io.voicebridge.security;

import java.util.Locale;
import java.util.Optional;

/** What a key may be used for. A key belongs to one tenant and reaches that tenant only. */
public enum Scope {
    /** Register calls and read outcomes, for Five9 scripts. */
    FIVE9,
    /** Commit outcomes, for AI platforms and workflows. */
    INGEST,
    /** Read everything of the tenant. */
    READ,
    /** Change everything of the tenant; includes the three above. */
    ADMIN,
    /** Make tenants and set their limits; includes {@link #ADMIN} of its own tenant. */
    OPERATOR;

    /** Whether a key with this scope may do what needs {@code needed}. */
    public boolean covers(Scope needed) {
        return this == needed || this == OPERATOR || this == ADMIN && needed != OPERATOR;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Scope> of(String text) {
        for (Scope scope : values()) {
            if (scope.text().equals(text)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }
}
