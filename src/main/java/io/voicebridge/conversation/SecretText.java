package io.voicebridge.conversation;

import java.util.List;

/** Tells a secret of ours by its beginning, whatever the field is called that it came in. Stateless. */
public final class SecretText {

    /** API keys, call tokens and webhook secrets. */
    private static final List<String> BEGINNINGS = List.of("vb_", "vbc_", "whsec_");

    private SecretText() {}

    public static boolean isOurs(String value) {
        String text = value.strip();
        return BEGINNINGS.stream().anyMatch(text::startsWith);
    }
}
