package io.voicebridge.component.sip;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Users and passwords of those who call with digest authentication: a properties file of lines {@code user = password}.
 * Immutable.
 */
final class SipAccounts {

    private static final Logger LOG = LoggerFactory.getLogger(SipAccounts.class);
    private static final int LARGEST = 1 << 20;

    static final SipAccounts NONE = new SipAccounts(Map.of());

    private final Map<String, String> passwords;

    private SipAccounts(Map<String, String> passwords) {
        this.passwords = Map.copyOf(passwords);
    }

    /** @throws IllegalArgumentException if the file cannot be read, or holds an account without a password */
    static SipAccounts read(Path file) {
        Properties lines = new Properties();
        try {
            if (Files.size(file) > LARGEST) {
                throw new IllegalArgumentException(file + " is larger than " + LARGEST + " bytes");
            }
            try (Reader reader = Files.newBufferedReader(file)) {
                lines.load(reader);
            }
            warnIfOpen(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("The SIP accounts cannot be read from " + file + ": " + e, e);
        }
        Map<String, String> passwords = new HashMap<>();
        lines.forEach((user, password) -> passwords.put(user.toString(), password.toString()));
        passwords.forEach((user, password) -> {
            if (password.isBlank()) {
                throw new IllegalArgumentException(file + " has an account without a password");
            }
        });
        return new SipAccounts(passwords);
    }

    private static void warnIfOpen(Path file) throws IOException {
        boolean posix = Files.getFileStore(file).supportsFileAttributeView("posix");
        if (posix && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            LOG.warn("{} holds passwords and can be read by every user of this machine; chmod 600 mends that", file);
        }
    }

    Optional<String> password(String user) {
        return Optional.ofNullable(passwords.get(user));
    }

    int count() {
        return passwords.size();
    }
}
