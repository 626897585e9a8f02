package io.voicebridge.five9;

import java.util.Optional;

/** The numbers that are registered, as Five9 may know them. */
public interface CalledNumbers {

    /**
     * @param number as it is registered
     * @param agent the name of the agent that answers, or empty
     * @param isReady true if a call would be answered now
     */
    record Target(String number, String agent, boolean isReady) {}

    /** Empty if the number is not registered by this tenant; a number of another tenant is not told apart from none. */
    Optional<Target> find(String tenantId, String number);
}
