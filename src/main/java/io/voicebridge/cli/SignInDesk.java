package io.voicebridge.cli;

import io.voicebridge.cli.console.SignInPages;
import io.voicebridge.cli.http.Asked;
import io.voicebridge.cli.http.Credentials;
import io.voicebridge.directory.ApiKeys;
import io.voicebridge.security.openid.OpenIdSignIn;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** Tells how people can sign in, and signs them out. Bean {@code signInDesk}. Thread-safe. */
public final class SignInDesk {

    private final Optional<OpenIdSignIn> signIn;
    private final Optional<SignInPages> pages;
    private final ApiKeys keys;
    private final Supplier<PublicAddress> reach;

    SignInDesk(
            Optional<OpenIdSignIn> signIn, Optional<SignInPages> pages, ApiKeys keys, Supplier<PublicAddress> reach) {
        this.signIn = signIn;
        this.pages = pages;
        this.keys = keys;
        this.reach = reach;
    }

    /** {@code openid} is null if there is no provider. */
    public Map<String, Object> ways() {
        Map<String, Object> ways = new HashMap<>();
        ways.put("openid", pages.map(SignInPages::told).orElse(null));
        return ways;
    }

    /** Ends the session of the key that asks; any other key stays. */
    public Map<String, Object> end(Exchange exchange) {
        Asked asked = new Asked(exchange);
        keys.endSession(asked.tenant(), asked.text("keyId"));
        URI back = URI.create(reach.get().http() + "/console/");
        return Map.of(
                "provider_url",
                signIn.flatMap(provider -> provider.endSession(back))
                        .map(URI::toString)
                        .orElse(""));
    }

    /** After the reply was made. */
    public void forget(Exchange exchange) {
        exchange.getMessage()
                .setHeader("Set-Cookie", Credentials.session("", Duration.ZERO).encode());
    }
}
