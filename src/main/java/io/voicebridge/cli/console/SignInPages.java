package io.voicebridge.cli.console;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.voicebridge.cli.http.Credentials;
import io.voicebridge.directory.ApiKey;
import io.voicebridge.directory.ApiKeys;
import io.voicebridge.directory.Reason;
import io.voicebridge.directory.SecretStore;
import io.voicebridge.directory.Tenant;
import io.voicebridge.directory.Tenants;
import io.voicebridge.security.openid.OpenIdSignIn;
import io.voicebridge.security.openid.Person;
import io.voicebridge.security.openid.SignInRefused;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two addresses that a browser passes through to sign in at an OpenID provider: one leads there, the other takes the
 * answer, and what somebody may do from then on is a key in a cookie. Whatever goes wrong ends at the page of the sign-in,
 * which says why. Begins on the event loops, and asks provider and database on workers.
 */
public final class SignInPages {

    static final String BEGIN = "/console/sign-in";
    static final String CALLBACK = "/console/signed-in";

    private static final Logger LOG = LoggerFactory.getLogger(SignInPages.class);

    /** What the browser keeps while somebody is at the provider. Lax, because it is the provider that leads back. */
    private static final String ATTEMPT = "__Host-voice-bridge-attempt";

    private static final String OWNER = "sign-in";
    private static final int LONGEST = 2_000;

    private final OpenIdSignIn signIn;
    private final Tenants tenants;
    private final ApiKeys keys;
    private final SecretStore secrets;
    private final Supplier<URI> here;

    /** @param here where browsers reach this bridge, without a path */
    public SignInPages(OpenIdSignIn signIn, Tenants tenants, ApiKeys keys, SecretStore secrets, Supplier<URI> here) {
        this.signIn = signIn;
        this.tenants = tenants;
        this.keys = keys;
        this.secrets = secrets;
        this.here = here;
    }

    /** @param router the one that the server asks first */
    public void serveOn(Router router) {
        router.route(BEGIN).method(HttpMethod.GET).order(-2).handler(request -> lead(request, this::begin));
        router.route(CALLBACK)
                .method(HttpMethod.GET)
                .order(-2)
                .handler(request -> lead(request, () -> finish(request)));
    }

    /** Where somebody goes, and what the browser keeps. */
    private record Step(String to, Cookie... kept) {}

    private void lead(RoutingContext request, Callable<Step> step) {
        request.response().putHeader("Cache-Control", "no-store").putHeader("Referrer-Policy", "no-referrer");
        request.vertx().executeBlocking(step, false).onComplete(done -> {
            Step taken = done.succeeded() ? done.result() : refused(done.cause());
            for (Cookie cookie : taken.kept()) {
                request.response().addCookie(cookie);
            }
            request.response()
                    .setStatusCode(303)
                    .putHeader("Location", taken.to())
                    .end();
        });
    }

    private static Step refused(Throwable failure) {
        String why = "provider";
        if (failure instanceof SignInRefused refused) {
            why = refused.why().name().toLowerCase(Locale.ROOT);
            LOG.warn("Somebody is not signed in: {}", refused.getMessage());
        } else {
            LOG.warn("Somebody is not signed in", Reason.traceOf(failure));
        }
        return new Step("/console/?signed-in=" + why, attempt("", 0));
    }

    private Step begin() throws SignInRefused {
        OpenIdSignIn.Begun begun = signIn.begin(callback());
        String sealed = secrets.seal(begun.attempt(), OWNER);
        return new Step(begun.provider().toString(), attempt(sealed, OpenIdSignIn.PATIENCE.toSeconds()));
    }

    private Step finish(RoutingContext request) throws SignInRefused {
        if (request.queryParams().contains("error")) {
            throw new SignInRefused(SignInRefused.Why.DENIED, "the provider has not let somebody in");
        }
        Person person = signIn.finish(attempt(request), query(request, "state"), query(request, "code"), callback());
        Tenant tenant = tenants.named(person.tenant())
                .orElseThrow(() -> new SignInRefused(
                        SignInRefused.Why.TENANT, "there is no tenant of the name that the token has"));
        ApiKey.Issued key = keys.beginSession(
                tenant.id(),
                person.subject(),
                person.name(),
                person.scope().text(),
                signIn.settings().session());
        return new Step(
                "/console/?signed-in=yes",
                Credentials.session(key.secret(), signIn.settings().session()),
                attempt("", 0));
    }

    private URI callback() {
        return URI.create(here.get() + CALLBACK);
    }

    private static String query(RoutingContext request, String name) {
        String value = request.queryParams().get(name);
        return value == null || value.length() > LONGEST ? "" : value;
    }

    private String attempt(RoutingContext request) throws SignInRefused {
        Cookie cookie = request.request().getCookie(ATTEMPT);
        try {
            return cookie == null || cookie.getValue().length() > LONGEST ? "" : secrets.open(cookie.getValue(), OWNER);
        } catch (IllegalArgumentException e) {
            throw new SignInRefused(SignInRefused.Why.UNASKED, "what the browser kept is not ours");
        }
    }

    private static Cookie attempt(String value, long lasts) {
        return Cookie.cookie(ATTEMPT, value)
                .setPath("/")
                .setSecure(true)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.LAX)
                .setMaxAge(lasts);
    }

    /** What is told of the way to sign in. */
    public Map<String, Object> told() {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", signIn.settings().name());
        told.put("url", BEGIN);
        return told;
    }
}
