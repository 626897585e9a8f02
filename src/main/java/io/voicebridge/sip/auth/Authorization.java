package io.voicebridge.sip.auth;

import java.util.Optional;

/** The credentials of one Authorization header, checked for form only (RFC 7616 section 3.4). */
record Authorization(
        String user,
        String realm,
        String nonce,
        String uri,
        String response,
        DigestAlgorithm algorithm,
        Protection protection,
        long nc,
        String ncDigits,
        String cnonce,
        String opaque) {

    static Optional<Authorization> parse(String value) {
        return AuthParameters.parse(value).flatMap(Authorization::of);
    }

    private static Optional<Authorization> of(AuthParameters p) {
        Optional<DigestAlgorithm> algorithm =
                DigestAlgorithm.of(p.get("algorithm").orElse("MD5"));
        Optional<Protection> protection = p.get("qop").map(Protection::of).orElse(Optional.of(Protection.NONE));
        String response = p.text("response");
        if (algorithm.isEmpty()
                || protection.isEmpty()
                || p.text("username").isEmpty()
                || p.text("nonce").isEmpty()
                || !isHex(response, algorithm.get().digits())) {
            return Optional.empty();
        }
        String nc = p.text("nc");
        if (protection.get() != Protection.NONE
                && (!isHex(nc, 8) || p.text("cnonce").isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(new Authorization(
                p.text("username"),
                p.text("realm"),
                p.text("nonce"),
                p.text("uri"),
                response,
                algorithm.get(),
                protection.get(),
                protection.get() == Protection.NONE ? 1 : Long.parseLong(nc, 16),
                nc,
                p.text("cnonce"),
                p.text("opaque")));
    }

    private static boolean isHex(String text, int digits) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
                return false;
            }
        }
        return text.length() == digits;
    }

    @Override
    public String toString() {
        return "Authorization";
    }
}
