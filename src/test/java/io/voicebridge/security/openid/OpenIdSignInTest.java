package io.voicebridge.security.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.JWTClaimsSet;
import io.voicebridge.security.Scope;
import io.voicebridge.security.openid.LoopbackProvider.Signing;
import io.voicebridge.security.openid.SignInRefused.Why;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against a provider that speaks the published protocol, and gets it wrong where told to. */
class OpenIdSignInTest {

    private static final URI CALLBACK = URI.create("http://127.0.0.1/console/signed-in");

    private static LoopbackProvider provider;

    private OpenIdSignIn signIn;

    @BeforeAll
    static void start() throws Exception {
        provider = new LoopbackProvider();
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @BeforeEach
    void asItShouldBe() {
        provider.claims = UnaryOperator.identity();
        provider.signing = Signing.RIGHT;
        provider.delayMs = 0;
        provider.issuerTold = provider.issuer().toString();
        signIn = signIn(settings("groups", "tenant"), Clock.systemUTC());
    }

    private static OpenIdSettings settings(String rolesClaim, String tenantClaim) {
        return new OpenIdSettings(
                provider.issuer(),
                LoopbackProvider.CLIENT,
                LoopbackProvider.SECRET,
                "Example",
                "openid profile",
                rolesClaim,
                Set.of("bridge-admins"),
                Set.of("bridge-readers"),
                tenantClaim,
                "Demo",
                Duration.ofHours(8));
    }

    private static OpenIdSignIn signIn(OpenIdSettings settings, Clock clock) {
        return new OpenIdSignIn(settings, Duration.ofMillis(1500), new ObjectMapper(), clock);
    }

    private Person person() throws Exception {
        OpenIdSignIn.Begun begun = signIn.begin(CALLBACK);
        Map<String, String> answer = LoopbackProvider.answerTo(begun.provider());
        return signIn.finish(begun.attempt(), answer.get("state"), answer.get("code"), CALLBACK);
    }

    private void assertRefused(Why why) {
        SignInRefused refused = catchThrowableOfType(SignInRefused.class, this::person);
        assertThat(refused).isNotNull();
        assertThat(refused.why()).as(refused.getMessage()).isEqualTo(why);
    }

    private void told(UnaryOperator<JWTClaimsSet.Builder> claims) {
        provider.claims = claims;
    }

    @Test
    void whoTheProviderKnowsIsSignedIn() throws Exception {
        assertThat(person()).isEqualTo(new Person("00u1", "Ann Example", "Demo", Scope.ADMIN));
    }

    @Test
    void claimsSayWhatSomebodyMayDoAndWhere() throws Exception {
        told(claims -> claims.claim("groups", "bridge-readers").claim("tenant", "Sunrise"));

        assertThat(person()).isEqualTo(new Person("00u1", "Ann Example", "Sunrise", Scope.READ));
    }

    @Test
    void rolesCanStandInsideOfObjects() throws Exception {
        signIn = signIn(settings("realm_access.roles", ""), Clock.systemUTC());
        told(claims -> claims.claim("realm_access", Map.of("roles", List.of("bridge-admins"))));

        assertThat(person().scope()).isEqualTo(Scope.ADMIN);
    }

    @Test
    void whoHasNoRoleHereIsTurnedAway() {
        told(claims -> claims.claim("groups", List.of("staff")));

        assertRefused(Why.ROLE);
    }

    @Test
    void whoIsOfSeveralTenantsIsTurnedAway() {
        told(claims -> claims.claim("tenant", List.of("Sunrise", "Sunset")));

        assertRefused(Why.TENANT);
    }

    @ParameterizedTest
    @EnumSource(value = Signing.class, mode = EnumSource.Mode.EXCLUDE, names = "RIGHT")
    void aTokenThatIsNotSignedByTheProviderIsRefused(Signing signing) {
        provider.signing = signing;

        assertRefused(Why.TOKEN);
    }

    @Test
    void aTokenForAnotherSignInIsRefused() {
        told(claims -> claims.claim("nonce", "of another"));

        assertRefused(Why.TOKEN);
    }

    @Test
    void aTokenWithoutANonceIsRefused() {
        told(claims -> claims.claim("nonce", null));

        assertRefused(Why.TOKEN);
    }

    @Test
    void aTokenThatHasExpiredIsRefused() {
        told(claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(120))));

        assertRefused(Why.TOKEN);
    }

    @Test
    void aTokenForAnotherClientIsRefused() {
        told(claims -> claims.audience("another"));
        assertRefused(Why.TOKEN);
        told(claims -> claims.audience(List.of(LoopbackProvider.CLIENT, "another")));
        assertRefused(Why.TOKEN);
        told(claims -> claims.claim("azp", "another"));
        assertRefused(Why.TOKEN);
    }

    @Test
    void aTokenOfAnotherIssuerIsRefused() {
        told(claims -> claims.issuer("https://elsewhere.example.com"));

        assertRefused(Why.TOKEN);
    }

    @Test
    void aDocumentOfAnotherIssuerIsRefused() {
        provider.issuerTold = "https://elsewhere.example.com";

        assertRefused(Why.PROVIDER);
    }

    @Test
    void aProviderThatIsTooSlowIsNotWaitedFor() {
        provider.delayMs = 10_000;
        long begun = System.nanoTime();

        assertRefused(Why.PROVIDER);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void aCodeIsGoodOnce() throws Exception {
        OpenIdSignIn.Begun begun = signIn.begin(CALLBACK);
        Map<String, String> answer = LoopbackProvider.answerTo(begun.provider());
        signIn.finish(begun.attempt(), answer.get("state"), answer.get("code"), CALLBACK);

        SignInRefused refused = catchThrowableOfType(
                SignInRefused.class,
                () -> signIn.finish(begun.attempt(), answer.get("state"), answer.get("code"), CALLBACK));

        assertThat(refused.getMessage()).contains("invalid_grant").doesNotContain(answer.get("code"));
    }

    @Test
    void aCodeIsOfNoUseInAnotherBrowser() throws Exception {
        Map<String, String> stolen =
                LoopbackProvider.answerTo(signIn.begin(CALLBACK).provider());
        String mine = signIn.begin(CALLBACK).attempt();

        SignInRefused refused = catchThrowableOfType(
                SignInRefused.class, () -> signIn.finish(mine, stolen.get("state"), stolen.get("code"), CALLBACK));
        assertThat(refused.why()).isEqualTo(Why.UNASKED);

        // Even with a state that fits, PKCE and nonce are those of the other browser.
        SignInRefused bound = catchThrowableOfType(
                SignInRefused.class, () -> signIn.finish(mine, mine.split(" ")[0], stolen.get("code"), CALLBACK));
        assertThat(bound.getMessage()).contains("invalid_grant");
    }

    @Test
    void anAnswerThatComesTooLateIsRefused() throws Exception {
        String attempt = signIn.begin(CALLBACK).attempt();
        Clock later = Clock.fixed(Instant.now().plus(OpenIdSignIn.PATIENCE).plusSeconds(1), ZoneOffset.UTC);

        SignInRefused refused = catchThrowableOfType(SignInRefused.class, () -> signIn(settings("groups", ""), later)
                .finish(attempt, attempt.split(" ")[0], "code", CALLBACK));

        assertThat(refused.why()).isEqualTo(Why.UNASKED);
    }

    @Test
    void nothingIsSentInTheClear() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OpenIdSettings(
                        URI.create("http://id.example.com"),
                        "c",
                        "",
                        "n",
                        "openid",
                        "groups",
                        Set.of("a"),
                        Set.of(),
                        "",
                        "Demo",
                        Duration.ofHours(1)));
    }
}
