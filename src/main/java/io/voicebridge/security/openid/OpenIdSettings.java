package io.voicebridge.security.openid;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How people sign in at an OpenID provider, as {@code bridge.openid.*} says.
 *
 * @param issuer names the provider, and is where its discovery document is; https, or a loopback address
 * @param secret empty for a public client
 * @param rolesClaim the claim with a person's roles, dots lead into objects
 * @param adminRoles a person with one of them may change things
 * @param readRoles a person with one of them may look
 * @param tenantClaim the claim that names a person's tenant; empty if all are of {@code tenant}
 * @param tenant the name of the tenant of everybody whose token does not say
 * @param session how long somebody stays signed in
 */
public record OpenIdSettings(
        URI issuer,
        String clientId,
        String secret,
        String name,
        String scopes,
        String rolesClaim,
        Set<String> adminRoles,
        Set<String> readRoles,
        String tenantClaim,
        String tenant,
        Duration session) {

    private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");

    /** @throws IllegalArgumentException if somebody could listen, or nobody could sign in */
    public OpenIdSettings {
        if (!isSafe(issuer)) {
            throw new IllegalArgumentException("bridge.openid.issuer must begin with https://");
        }
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("bridge.openid.client-id is missing");
        }
        if (adminRoles.isEmpty() && readRoles.isEmpty()) {
            throw new IllegalArgumentException(
                    "bridge.openid.admin-roles and read-roles are empty: nobody may sign in");
        }
        if (tenantClaim.isBlank() && tenant.isBlank()) {
            throw new IllegalArgumentException("bridge.openid.tenant is missing: whose data is it to be?");
        }
    }

    /** What is sent there is read by nobody on the way. */
    static boolean isSafe(URI address) {
        return address.getHost() != null
                && ("https".equals(address.getScheme())
                        || "http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost()));
    }
}
