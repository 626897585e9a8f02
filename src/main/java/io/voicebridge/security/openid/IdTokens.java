package io.voicebridge.security.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.voicebridge.security.openid.SignInRefused.Why;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.Set;

/**
 * Judges ID tokens (OpenID Connect Core 1.0, section 3.1.3.7): signed by a key of the provider with an algorithm of public
 * keys, of this issuer, for this client, now, and for the sign-in that was begun. Thread-safe.
 */
final class IdTokens {

    /** None, and HMAC by what is no secret, are not among them (RFC 8725, 3.1 and 3.2). */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /** How far the provider's clock may be off. */
    private static final int SKEW_S = 60;

    private final String clientId;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    IdTokens(OpenIdSettings settings, URI keys, ProviderCalls calls, Clock clock) throws SignInRefused {
        clientId = settings.clientId();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, source(keys, calls)));
        JWTClaimsSet exact =
                new JWTClaimsSet.Builder().issuer(settings.issuer().toString()).build();
        DefaultJWTClaimsVerifier<SecurityContext> claims =
                new DefaultJWTClaimsVerifier<>(clientId, exact, Set.of("sub", "iat", "exp", "nonce")) {
                    @Override
                    protected Date currentTime() {
                        return Date.from(clock.instant());
                    }
                };
        claims.setMaxClockSkew(SKEW_S);
        processor.setJWTClaimsSetVerifier(claims);
    }

    /** Keys are kept for minutes; one that is not known is asked for anew, but not as often as somebody likes. */
    private static JWKSource<SecurityContext> source(URI keys, ProviderCalls calls) throws SignInRefused {
        try {
            return JWKSourceBuilder.<SecurityContext>create(keys.toURL(), url -> {
                        try {
                            String text = new String(calls.get(keys), StandardCharsets.UTF_8);
                            return new Resource(text, "application/json");
                        } catch (SignInRefused e) {
                            throw new IOException(e.getMessage(), e);
                        }
                    })
                    .refreshAheadCache(false)
                    .build();
        } catch (MalformedURLException e) {
            throw new SignInRefused(Why.PROVIDER, "the keys are nowhere to be had", e);
        }
    }

    JWTClaimsSet verify(String token, String nonce) throws SignInRefused {
        JWTClaimsSet claims = processed(token);
        try {
            if (!MessageDigest.isEqual(bytes(claims.getStringClaim("nonce")), bytes(nonce))) {
                throw new SignInRefused(Why.TOKEN, "the ID token is for another sign-in (nonce)");
            }
            String party = claims.getStringClaim("azp");
            if (party == null ? claims.getAudience().size() > 1 : !party.equals(clientId)) {
                throw new SignInRefused(Why.TOKEN, "the ID token was made for another client (azp)");
            }
        } catch (ParseException e) {
            throw new SignInRefused(Why.TOKEN, "the ID token has a claim that is no text", e);
        }
        return claims;
    }

    private JWTClaimsSet processed(String token) throws SignInRefused {
        try {
            return processor.process(token, null);
        } catch (KeySourceException e) {
            throw new SignInRefused(Why.PROVIDER, "the provider's keys cannot be had", e);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new SignInRefused(
                    Why.TOKEN, "the ID token is not good: " + e.getClass().getSimpleName(), e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
