package io.voicebridge.sip.dialog;

import io.voicebridge.sip.message.Via;
import java.security.SecureRandom;

/** Tags, branches and Call-IDs that nobody can guess (RFC 3261 section 19.3). Thread-safe. */
final class Tokens {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final char[] LETTERS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int LENGTH = 20;
    /** Makes the tags of answers without state differ from one process to the next. */
    private static final long SECRET = RANDOM.nextLong();

    private Tokens() {}

    static String tag() {
        byte[] bits = new byte[LENGTH];
        RANDOM.nextBytes(bits);
        StringBuilder text = new StringBuilder(LENGTH);
        for (byte b : bits) {
            text.append(LETTERS[b & 31]);
        }
        return text.toString();
    }

    static String branch() {
        return Via.COOKIE + tag();
    }

    static String callId() {
        return tag() + tag();
    }

    /** The same tag for the same request each time it comes, without remembering it (RFC 3261 section 8.2.7). */
    static String statelessTag(String identity) {
        long hash = SECRET;
        for (int i = 0; i < identity.length(); i++) {
            hash = (hash ^ identity.charAt(i)) * 0x100000001B3L;
        }
        return Long.toString(hash & Long.MAX_VALUE, 36);
    }
}
