package io.voicebridge.sip.auth;

import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.SipRequest;
import io.voicebridge.sip.message.SipUri;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Asks callers for a user name and password (RFC 3261 section 22.2), with SHA-256 offered before MD5 (RFC 8760). A caller
 * who has not answered yet costs no memory. A nonce is bound to its source and runs out; one that ran out, was used
 * before, or came from elsewhere is answered with {@code stale=true} if the password was right, and is never held against
 * the caller. Whether the user exists cannot be told from the answer nor from the time that it takes. Thread-safe.
 */
public final class DigestServer {

    /** What became of the credentials in a request. */
    public enum Outcome {
        ACCEPTED,
        /** None were there for this realm. */
        MISSING,
        /** The user or password is wrong, or they were made for another request. */
        WRONG,
        /** The password was right, and the nonce cannot be used any more. */
        STALE
    }

    /** @param user whose password it was; empty unless accepted */
    public record Result(Outcome outcome, String user) {}

    private static final SecureRandom RANDOM = new SecureRandom();
    /** The stronger first (RFC 8760 section 2.4). */
    public static final List<DigestAlgorithm> SHA_256_THEN_MD5 = List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);

    private static final int MOST_HEADERS = 4;
    private static final int NONCES_IN_USE = 10_000;

    private final String realm;
    private final Duration ttl;
    private final List<DigestAlgorithm> offered;
    private final Function<String, Optional<String>> passwords;
    private final LongSupplier millis;
    private final Nonces nonces;
    private final NonceUses uses = new NonceUses(NONCES_IN_USE);
    private final String opaque;
    private final String nobodysPassword;
    private long nextExpiry = Long.MIN_VALUE;

    /**
     * @param realm shown to callers; without quotes and backslashes
     * @param ttl how long a nonce may be used; some minutes
     * @param passwords by user name; asked on event loops, so it must not block
     * @param millis a clock in milliseconds that never goes back
     */
    public DigestServer(String realm, Duration ttl, Function<String, Optional<String>> passwords, LongSupplier millis) {
        this(realm, ttl, SHA_256_THEN_MD5, passwords, millis);
    }

    /**
     * The same.
     *
     * @param offered hashes in the order in which they are offered; some older callers look at the first one only
     */
    public DigestServer(
            String realm,
            Duration ttl,
            List<DigestAlgorithm> offered,
            Function<String, Optional<String>> passwords,
            LongSupplier millis) {
        if (offered.isEmpty()) {
            throw new IllegalArgumentException("There is no hash to offer to SIP callers");
        }
        if (realm.isBlank() || realm.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\' || c == 127)) {
            throw new IllegalArgumentException("The realm for SIP callers is empty or holds a quote or backslash");
        }
        if (ttl.isNegative() || ttl.isZero()) {
            throw new IllegalArgumentException("A nonce for SIP callers needs a lifetime above 0");
        }
        this.realm = realm;
        this.ttl = ttl;
        this.offered = List.copyOf(offered);
        this.passwords = passwords;
        this.millis = millis;
        this.nonces = new Nonces(random(32), realm, ttl, millis);
        this.opaque = HexFormat.of().formatHex(random(8));
        this.nobodysPassword = HexFormat.of().formatHex(random(16));
    }

    /** The headers of a 401 for that source, strongest hash first. */
    public List<SipHeader> challenge(InetAddress source, Outcome why) {
        String nonce = nonces.issue(source);
        return offered.stream()
                .map(algorithm -> new SipHeader(
                        Challenger.USER_AGENT.challengeHeader(),
                        "Digest realm=\"" + realm + "\", nonce=\"" + nonce + "\", opaque=\"" + opaque
                                + "\", algorithm=" + algorithm.token() + ", qop=\"auth\""
                                + (why == Outcome.STALE ? ", stale=true" : "")))
                .toList();
    }

    /** Judges the credentials of a request. A count that is accepted is used up by it. */
    public Result check(SipRequest request, InetAddress source) {
        Optional<Authorization> ours = request.headers().stream()
                .filter(h -> h.name().equalsIgnoreCase(Challenger.USER_AGENT.credentialsHeader()))
                .limit(MOST_HEADERS)
                .flatMap(h -> Authorization.parse(h.value()).stream())
                .filter(a -> a.realm().equals(realm))
                .findFirst();
        return ours.map(a -> judge(a, request, source)).orElse(new Result(Outcome.MISSING, ""));
    }

    private Result judge(Authorization a, SipRequest request, InetAddress source) {
        Optional<String> password = passwords.apply(a.user());
        String expected = Digest.response(
                a.algorithm(),
                a.protection(),
                a.user(),
                realm,
                password.orElse(nobodysPassword),
                a.nonce(),
                a.ncDigits(),
                a.cnonce(),
                new DigestRequest(request.method(), a.uri(), request.body()));
        boolean matches = MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII),
                a.response().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
        if (!matches || password.isEmpty() || !offered.contains(a.algorithm()) || !isSame(a.uri(), request)) {
            return new Result(Outcome.WRONG, "");
        }
        return use(a, source) ? new Result(Outcome.ACCEPTED, a.user()) : new Result(Outcome.STALE, "");
    }

    private boolean use(Authorization a, InetAddress source) {
        Optional<Long> issued = a.opaque().equals(opaque) ? nonces.issuedAt(a.nonce(), source) : Optional.empty();
        return issued.isPresent() && useOnce(a, issued.get());
    }

    private synchronized boolean useOnce(Authorization a, long issued) {
        long now = millis.getAsLong();
        if (now >= nextExpiry) {
            uses.expire(now - ttl.toMillis());
            nextExpiry = now + ttl.toMillis();
        }
        return uses.use(a.nonce(), issued, a.nc());
    }

    /**
     * Proxies may rewrite the form of a URI, but not whom it is for (RFC 3261 section 22.4, item 5). Some callers name the
     * server alone; that their credentials are taken once only keeps them from another's call.
     */
    private static boolean isSame(String uri, SipRequest request) {
        if (uri.equals(request.requestUri())) {
            return true;
        }
        Optional<SipUri> theirs = SipUri.parse(uri);
        Optional<SipUri> asked = SipUri.parse(request.requestUri());
        return theirs.isPresent()
                && asked.isPresent()
                && (theirs.get().user().isEmpty()
                        || theirs.get().user().equals(asked.get().user()))
                && theirs.get().host().equalsIgnoreCase(asked.get().host());
    }

    private static byte[] random(int bytes) {
        byte[] bits = new byte[bytes];
        RANDOM.nextBytes(bits);
        return bits;
    }
}
