package io.voicebridge.sip.auth;

import java.util.Optional;

/**
 * A user name and password for one peer, and for nobody else: whoever answers a challenge of any realm or host hands out a
 * digest to be broken at leisure.
 *
 * @param host the host of the peer that they are for, as its URI is configured: a name or an address literal
 * @param realm the realm that they are for; empty to take the one that the host asks with first
 */
public record DigestCredentials(String host, Optional<String> realm, String user, String password) {

    /** @throws IllegalArgumentException if a part cannot stand in a header, or the host or user is missing */
    public DigestCredentials {
        if (host.isBlank() || user.isEmpty()) {
            throw new IllegalArgumentException("SIP credentials need the host that they are for and a user name");
        }
        checkQuotable("user name", user);
        realm.ifPresent(r -> checkQuotable("realm", r));
    }

    private static void checkQuotable(String what, String text) {
        if (text.chars().anyMatch(c -> c < ' ' || c == 127 || c == '"' || c == '\\')) {
            throw new IllegalArgumentException(
                    "The " + what + " of SIP credentials holds a quote, a backslash or a control character");
        }
    }

    boolean areFor(String peer) {
        return bare(host).equalsIgnoreCase(bare(peer));
    }

    private static String bare(String host) {
        String plain = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }

    @Override
    public String toString() {
        return "credentials for " + host;
    }
}
