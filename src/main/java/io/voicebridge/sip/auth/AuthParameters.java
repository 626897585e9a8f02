package io.voicebridge.sip.auth;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code Digest a=b, c="d"} of a challenge or of credentials (RFC 3261 section 25.1), read in one pass. A parameter
 * that stands twice makes the whole malformed: two readers could otherwise believe two things.
 */
final class AuthParameters {

    static final int LONGEST = 4096;
    static final int MOST = 32;

    private final Map<String, String> values;

    private AuthParameters(Map<String, String> values) {
        this.values = values;
    }

    /** Empty if the text is of another scheme, malformed, or larger than a header of this kind has a reason to be. */
    static Optional<AuthParameters> parse(String text) {
        if (text.length() > LONGEST || !text.regionMatches(true, 0, "Digest", 0, 6) || text.length() < 8) {
            return Optional.empty();
        }
        return isSpace(text.charAt(6)) ? new Reader(text, 7).parameters() : Optional.empty();
    }

    /** The value without its quotes; escapes stay as they are, as both sides hash what was written. */
    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The value, or the empty string. */
    String text(String name) {
        return values.getOrDefault(name, "");
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isToken(char c) {
        return c > ' ' && c < 127 && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
    }

    private static final class Reader {

        private final String text;
        private final Map<String, String> found = new LinkedHashMap<>();
        private int at;

        Reader(String text, int from) {
            this.text = text;
            this.at = from;
        }

        Optional<AuthParameters> parameters() {
            do {
                if (!parameter()) {
                    return Optional.empty();
                }
            } while (take(','));
            return at == text.length() ? Optional.of(new AuthParameters(found)) : Optional.empty();
        }

        private boolean parameter() {
            skipSpace();
            String name = word().toLowerCase(Locale.ROOT);
            if (name.isEmpty() || !take('=') || found.size() == MOST) {
                return false;
            }
            skipSpace();
            Optional<String> value = at < text.length() && text.charAt(at) == '"' ? quoted() : Optional.of(word());
            skipSpace();
            return value.isPresent() && found.putIfAbsent(name, value.get()) == null;
        }

        private boolean take(char wanted) {
            skipSpace();
            if (at < text.length() && text.charAt(at) == wanted) {
                at++;
                return true;
            }
            return false;
        }

        private String word() {
            int from = at;
            while (at < text.length() && isToken(text.charAt(at))) {
                at++;
            }
            return text.substring(from, at);
        }

        private Optional<String> quoted() {
            int from = ++at;
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '"') {
                    return Optional.of(text.substring(from, at++));
                }
                if (c < ' ' && c != '\t' || c == 127) {
                    return Optional.empty();
                }
                at += c == '\\' ? 2 : 1;
            }
            return Optional.empty();
        }

        private void skipSpace() {
            while (at < text.length() && isSpace(text.charAt(at))) {
                at++;
            }
        }
    }
}
