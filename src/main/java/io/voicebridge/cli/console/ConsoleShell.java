package io.voicebridge.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The one HTML document of the console, and the policy that it runs under (Content Security Policy Level 3): nothing but
 * what this server serves, no inline script but the import map, whose hash the policy names, and no text that becomes
 * markup except through the templates of lit-html.
 *
 * @param html the document, in UTF-8
 * @param policy the value of Content-Security-Policy
 */
record ConsoleShell(byte[] html, String policy) {

    private static final String PLACE = "{{import-map}}";

    /** @param libraries path under which the WebJars are served */
    static ConsoleShell load(String libraries) throws IOException {
        String map = ImportMap.json(libraries);
        try (InputStream in = ConsoleShell.class.getClassLoader().getResourceAsStream("console/index.html")) {
            String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new ConsoleShell(page.replace(PLACE, map).getBytes(StandardCharsets.UTF_8), policy(map));
        }
    }

    private static String policy(String map) {
        return String.join(
                "; ",
                "default-src 'none'",
                "script-src 'self' 'sha256-" + hash(map) + "'",
                "style-src 'self'",
                "img-src 'self'",
                "connect-src 'self'",
                "media-src blob:",
                "base-uri 'none'",
                "form-action 'none'",
                "frame-ancestors 'none'",
                "require-trusted-types-for 'script'",
                "trusted-types lit-html");
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
