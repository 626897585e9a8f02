package io.voicebridge.sip.auth;

/** The sums of RFC 7616 section 3.4, and of RFC 2069 where there is no qop. */
final class Digest {

    private Digest() {}

    /**
     * @param nc the eight digits of the nonce count, used with a protection only
     * @param cnonce the client's nonce, used with a protection or a session algorithm
     */
    static String response(
            DigestAlgorithm algorithm,
            Protection protection,
            String user,
            String realm,
            String password,
            String nonce,
            String nc,
            String cnonce,
            DigestRequest request) {
        String key = algorithm.hex(user + ':' + realm + ':' + password);
        if (algorithm.isSession()) {
            key = algorithm.hex(key + ':' + nonce + ':' + cnonce);
        }
        String covered = request.method() + ':' + request.uri();
        if (protection == Protection.AUTH_INT) {
            covered += ':' + algorithm.hex(request.body());
        }
        String use = protection == Protection.NONE ? nonce : nonce + ':' + nc + ':' + cnonce + ':' + protection.token();
        return algorithm.hex(key + ':' + use + ':' + algorithm.hex(covered));
    }
}
