package io.voicebridge.component.sip;

import java.util.Optional;

/**
 * Where {@code sip:dial} finds the user name and password of a trunk, so that a route carries only a reference to them.
 * The component takes the one in the registry. Thread-safe; may block.
 */
@FunctionalInterface
public interface TrunkLogins {

    /** Never logged: the password is left out of its text. */
    record Login(String username, String password) {
        @Override
        public String toString() {
            return "Login[" + username + ']';
        }
    }

    /**
     * @param tenant whose trunk it is, empty outside of tenants
     * @param reference as in {@link SipConstants#TRUNK}
     */
    Optional<Login> find(String tenant, String reference);
}
