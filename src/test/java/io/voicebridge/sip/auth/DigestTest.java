package io.voicebridge.sip.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The examples of the RFCs. */
class DigestTest {

    private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private static final String CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
    private static final DigestRequest INDEX = new DigestRequest("GET", "/dir/index.html");

    @Test
    void computesTheMd5ExampleOfRfc7616() {
        assertThat(rfc7616(DigestAlgorithm.MD5)).isEqualTo("8ca523f5e9506fed4657c9700eebdbec");
    }

    @Test
    void computesTheSha256ExampleOfRfc7616() {
        assertThat(rfc7616(DigestAlgorithm.SHA_256))
                .isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    }

    private static String rfc7616(DigestAlgorithm algorithm) {
        return Digest.response(
                algorithm,
                Protection.AUTH,
                "Mufasa",
                "http-auth@example.org",
                "Circle of Life",
                NONCE,
                "00000001",
                CNONCE,
                INDEX);
    }

    @Test
    void computesSha512256AsAnotherImplementationDoes() {
        // The request of RFC 7616 section 3.9.2, without its user hash; the sum was made with Python's hashlib.
        String response = Digest.response(
                DigestAlgorithm.SHA_512_256,
                Protection.AUTH,
                "J\u00e4s\u00f8n Doe",
                "api@example.org",
                "Secret, or not?",
                "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK",
                "00000001",
                "NTg6RKcb9boFIAS3KrFK9BGeh+niz/sm",
                new DigestRequest("GET", "/doe.json"));

        assertThat(response).isEqualTo("7a4e1192babbba02e91182d2895bfdbf7adafc6e48d4e517ca301974843d840c");
    }

    @Test
    void computesTheExampleOfRfc2617() {
        String response = Digest.response(
                DigestAlgorithm.MD5,
                Protection.AUTH,
                "Mufasa",
                "testrealm@host.com",
                "Circle Of Life",
                "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                "00000001",
                "0a4f113b",
                INDEX);

        assertThat(response).isEqualTo("6629fae49393a05397450978507c4ef1");
    }

    @Test
    void computesTheCorrectedExampleOfRfc2069() {
        String response = Digest.response(
                DigestAlgorithm.MD5,
                Protection.NONE,
                "Mufasa",
                "testrealm@host.com",
                "CircleOfLife",
                "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                "",
                "",
                INDEX);

        assertThat(response).isEqualTo("1949323746fe6a43ef61f9606e7febea");
    }

    @Test
    void coversTheBodyWithAuthInt() {
        assertThat(withBody("v=0")).isNotEqualTo(withBody("v=1"));
    }

    private static String withBody(String body) {
        return Digest.response(
                DigestAlgorithm.SHA_256,
                Protection.AUTH_INT,
                "user",
                "realm",
                "password",
                "nonce",
                "00000001",
                "cnonce",
                new DigestRequest("INVITE", "sip:a@b", body.getBytes(StandardCharsets.UTF_8)));
    }
}
