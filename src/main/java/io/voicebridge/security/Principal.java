package io.voicebridge.security;

import java.util.Set;

/** Who a request comes from, once its key was found to be good. */
public record Principal(String tenantId, String keyId, Set<Scope> scopes) {

    public boolean may(Scope needed) {
        return scopes.stream().anyMatch(scope -> scope.covers(needed));
    }
}
