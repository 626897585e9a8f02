package io.voicebridge.security.openid;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicebridge.security.openid.SignInRefused.Why;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** What the provider says of itself (OpenID Connect Discovery 1.0, section 3). */
record Discovered(
        URI authorization, URI token, URI keys, Optional<URI> endSession, boolean takesBasic, Instant readAt) {

    /** @throws SignInRefused if it is not of this issuer, or leads where others could listen (section 4.3) */
    static Discovered of(JsonNode document, URI issuer, Instant readAt) throws SignInRefused {
        if (!document.path("issuer").asText().equals(issuer.toString())) {
            throw new SignInRefused(Why.PROVIDER, "the discovery document is not of the issuer " + issuer);
        }
        JsonNode methods = document.path("token_endpoint_auth_methods_supported");
        boolean basic = methods.isMissingNode();
        for (JsonNode method : methods) {
            basic |= method.asText().equals("client_secret_basic");
        }
        return new Discovered(
                address(document, "authorization_endpoint"),
                address(document, "token_endpoint"),
                address(document, "jwks_uri"),
                document.hasNonNull("end_session_endpoint")
                        ? Optional.of(address(document, "end_session_endpoint"))
                        : Optional.empty(),
                basic,
                readAt);
    }

    private static URI address(JsonNode document, String name) throws SignInRefused {
        try {
            URI address = URI.create(document.path(name).asText());
            if (OpenIdSettings.isSafe(address)) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new SignInRefused(Why.PROVIDER, "the discovery document has no " + name + " that begins with https://");
    }
}
