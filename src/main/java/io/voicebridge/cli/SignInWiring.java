package io.voicebridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.cli.console.SignInPages;
import io.voicebridge.directory.ApiKeys;
import io.voicebridge.directory.SecretStore;
import io.voicebridge.directory.Tenants;
import io.voicebridge.security.openid.OpenIdSettings;
import io.voicebridge.security.openid.OpenIdSignIn;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Binds the sign-in at an OpenID provider, if one is set. */
public final class SignInWiring implements CamelConfiguration {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public void configure(CamelContext context) throws Exception {
        DirectoryWiring.require(context);
        Registry registry = context.getRegistry();
        ApiKeys keys = registry.lookupByNameAndType("apiKeys", ApiKeys.class);
        Supplier<PublicAddress> reach = DirectoryWiring.reach(context);
        Optional<OpenIdSignIn> signIn = settings(context)
                .map(settings -> new OpenIdSignIn(
                        settings,
                        PATIENCE,
                        registry.lookupByNameAndType("objectMapper", ObjectMapper.class),
                        registry.lookupByNameAndType("clock", Clock.class)));
        Optional<SignInPages> pages = signIn.map(provider -> new SignInPages(
                provider,
                registry.lookupByNameAndType("tenants", Tenants.class),
                keys,
                registry.lookupByNameAndType("secretStore", SecretStore.class),
                () -> reach.get().http()));
        pages.ifPresent(bound -> registry.bind("signInPages", bound));
        registry.bind("signInDesk", new SignInDesk(signIn, pages, keys, reach));
    }

    private static Optional<OpenIdSettings> settings(CamelContext context) {
        String issuer =
                context.resolvePropertyPlaceholders("{{bridge.openid.issuer:}}").strip();
        return issuer.isEmpty()
                ? Optional.empty()
                : Optional.of(new OpenIdSettings(
                        URI.create(issuer),
                        context.resolvePropertyPlaceholders("{{bridge.openid.client-id:}}"),
                        context.resolvePropertyPlaceholders("{{bridge.openid.client-secret:}}"),
                        context.resolvePropertyPlaceholders("{{bridge.openid.name:single sign-on}}"),
                        context.resolvePropertyPlaceholders("{{bridge.openid.scopes:openid profile}}"),
                        context.resolvePropertyPlaceholders("{{bridge.openid.roles-claim:groups}}"),
                        words(context.resolvePropertyPlaceholders("{{bridge.openid.admin-roles:}}")),
                        words(context.resolvePropertyPlaceholders("{{bridge.openid.read-roles:}}")),
                        context.resolvePropertyPlaceholders("{{bridge.openid.tenant-claim:}}"),
                        context.resolvePropertyPlaceholders("{{bridge.openid.tenant:}}"),
                        Duration.ofMinutes(Integer.parseInt(
                                context.resolvePropertyPlaceholders("{{bridge.openid.session-minutes:480}}")))));
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
