package io.voicebridge.cli.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.voicebridge.security.KeyToken;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where a request has its key: in a header, or, of somebody who has signed in, in a cookie that no script can read. A
 * browser sends cookies with whatever asks for it, so the cookie counts only beside {@value #GUARD}, a header that another
 * web site cannot set without asking this one first (Fetch, 4.8: CORS preflight), which is always refused.
 */
public final class Credentials {

    /** The prefix has browsers insist on Secure, on this host alone, and on every path (RFC 6265bis, 4.1.3.2). */
    static final String SESSION = "__Host-voice-bridge";

    static final String GUARD = "X-Voice-Bridge-Console";

    private Credentials() {}

    /** @param header gives the value of a header of the request, or null */
    static Optional<KeyToken> of(UnaryOperator<String> header) {
        Optional<KeyToken> shown = KeyToken.of(header.apply("X-API-Key"), header.apply("Authorization"))
                // Query modules of Five9 are seen to send it so; another platform's token in it is none of ours
                .or(() -> KeyToken.of(header.apply("token"), null));
        return shown.isPresent() ? shown : session(header);
    }

    private static Optional<KeyToken> session(UnaryOperator<String> header) {
        String cookies = header.apply("Cookie");
        String site = header.apply("Sec-Fetch-Site");
        if (cookies == null || header.apply(GUARD) == null || site != null && !site.equals("same-origin")) {
            return Optional.empty();
        }
        for (String cookie : cookies.split(";")) {
            String pair = cookie.strip();
            if (pair.startsWith(SESSION + '=')) {
                return KeyToken.of(pair.substring(SESSION.length() + 1), null);
            }
        }
        return Optional.empty();
    }

    /** Set-Cookie for a session. */
    public static Cookie session(String key, Duration lasts) {
        return Cookie.cookie(SESSION, key)
                .setPath("/")
                .setSecure(true)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setMaxAge(lasts.toSeconds());
    }
}
