package io.voicebridge.rehearsal;

import io.voicebridge.sip.SipHeader;
import java.time.Duration;
import java.util.List;

/** Whom a script can transfer its caller to. */
interface ThirdParty {

    /** Connects the caller with the number and waits until that leg is over. */
    TransferEnd transfer(String number, List<SipHeader> headers, Duration ringTimeout) throws InterruptedException;

    /** The caller has hung up meanwhile: the script notices it before its next module. */
    default boolean customerHasLeft() {
        return false;
    }
}
