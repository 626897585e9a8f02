package io.voicebridge.speech;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Subresource Integrity strings as npm uses them, SHA-512 only. */
final class Integrity {

    private static final String PREFIX = "sha512-";

    private Integrity() {}

    /** @throws IOException if the file's digest is another one */
    static void check(Path file, String integrity) throws IOException {
        String actual = of(file);
        if (!MessageDigest.isEqual(actual.getBytes(), integrity.getBytes())) {
            throw new IOException(file.getFileName() + " has the digest " + actual + " instead of " + integrity);
        }
    }

    static String of(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return PREFIX + Base64.getEncoder().encodeToString(digest.digest());
    }
}
