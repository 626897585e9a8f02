package io.voicebridge.rtp.srtp;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtpErrorStatus;

/** What is known of one stream of packets under one master key: session keys, counters, replay list (RFC 3711 section 3.2). */
interface CryptoContext {

    SrtpErrorStatus protect(PacketBuffer packet) throws GeneralSecurityException;

    /** Changes no state if the packet is not authentic; what is left of the packet then is of no use. */
    SrtpErrorStatus unprotect(PacketBuffer packet) throws GeneralSecurityException;

    /** Lets go of the session keys, and overwrites what can be reached of them. */
    void erase();
}
