package io.voicebridge.sip.auth;

/**
 * What of a request goes into the digest.
 *
 * @param uri the Request-URI as it stands in the request line
 * @param body empty if there is none; not copied
 */
public record DigestRequest(String method, String uri, byte[] body) {

    public DigestRequest(String method, String uri) {
        this(method, uri, new byte[0]);
    }
}
