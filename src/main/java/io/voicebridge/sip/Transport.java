package io.voicebridge.sip;

/** How SIP messages travel (RFC 3261 section 18). */
public enum Transport {
    UDP,
    TCP,
    TLS;

    /** True when the transport itself delivers, so that no message is sent a second time. */
    public boolean isReliable() {
        return this != UDP;
    }
}
