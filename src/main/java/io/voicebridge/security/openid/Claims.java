package io.voicebridge.security.openid;

import com.nimbusds.jwt.JWTClaimsSet;
import io.voicebridge.security.Scope;
import io.voicebridge.security.openid.SignInRefused.Why;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads from the claims of a token who somebody is here. */
record Claims(JWTClaimsSet all) {

    private static final int LONGEST_NAME = 60;

    Person person(OpenIdSettings settings) throws SignInRefused {
        List<String> roles = texts(settings.rolesClaim());
        Scope scope = hasOne(roles, settings.adminRoles())
                ? Scope.ADMIN
                : hasOne(roles, settings.readRoles()) ? Scope.READ : null;
        if (scope == null) {
            throw new SignInRefused(Why.ROLE, all.getSubject() + " has no role of bridge.openid.*-roles");
        }
        List<String> tenants = settings.tenantClaim().isBlank() ? List.of() : texts(settings.tenantClaim());
        if (tenants.size() > 1 || tenants.isEmpty() && settings.tenant().isBlank()) {
            throw new SignInRefused(Why.TENANT, all.getSubject() + " is of no tenant, or of several");
        }
        String name = Stream.of("name", "preferred_username", "email", "sub")
                .flatMap(claim -> texts(claim).stream())
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse("")
                .replaceAll("\\p{Cntrl}", "");
        return new Person(
                all.getSubject(),
                name.substring(0, Math.min(name.length(), LONGEST_NAME)),
                tenants.isEmpty() ? settings.tenant() : tenants.get(0),
                scope);
    }

    private static boolean hasOne(List<String> roles, Set<String> wanted) {
        return roles.stream().anyMatch(wanted::contains);
    }

    /** The texts of a claim: one or a list, found by its whole name, or through objects along the dots in it. */
    private List<String> texts(String path) {
        Object value = all.getClaim(path);
        if (value == null) {
            value = all.getClaims();
            for (String part : path.split("[.]")) {
                value = value instanceof Map<?, ?> object ? object.get(part) : null;
            }
        }
        if (value instanceof String text) {
            return List.of(text);
        }
        return value instanceof Collection<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }
}
