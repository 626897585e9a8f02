package io.voicebridge.cli.console;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.stream.Collectors;

/**
 * The one HTML document of the console, and the policy that it runs under (Content Security Policy Level 3): nothing but
 * what this server serves, no inline script but the import map, whose hash the policy names, and no text that becomes
 * markup except through the templates of lit-html.
 *
 * @param html the document, in UTF-8
 * @param policy the value of Content-Security-Policy
 */
record ConsoleShell(byte[] html, String policy) {

    private static final String MAP = "{{import-map}}";
    private static final String OWN = "{{files}}";
    private static final String NEEDED = "{{needed}}";

    /**
     * @param libraries path under which the WebJars are served
     * @param webJars folder of the class path that they are in
     * @param own path under which the console's own files are served
     */
    static ConsoleShell load(ConsoleFiles files, String own, String libraries, String webJars) throws IOException {
        ImportMap names = ImportMap.of(libraries);
        ModuleGraph modules = new ModuleGraph(
                names,
                path -> path.startsWith(own)
                        ? files.content(path.substring(own.length() + 1))
                                .map(ByteArrayInputStream::new)
                                .orElse(null)
                        : resource(webJars + path.substring(libraries.length())));
        String preloads = modules.from(own + "/js/main.js").stream()
                .map(path -> "<link rel=\"modulepreload\" href=\"" + path + "\">")
                .collect(Collectors.joining("\n    "));
        String map = names.json();
        try (InputStream in = resource("console/index.html")) {
            String page = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace(MAP, map)
                    .replace(NEEDED, preloads)
                    .replace(OWN, own);
            return new ConsoleShell(page.getBytes(StandardCharsets.UTF_8), policy(map));
        }
    }

    private static InputStream resource(String path) {
        return ConsoleShell.class.getClassLoader().getResourceAsStream(path);
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
