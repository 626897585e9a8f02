package io.voicebridge.rehearsal;

import io.voicebridge.sip.SipHeader;
import java.util.List;

/** How the leg of a third party transfer ended, of the ways that Five9 tells apart. */
sealed interface TransferEnd {

    /**
     * The third party sent BYE: the call comes back.
     *
     * @param headers those of the BYE
     */
    record Returned(List<SipHeader> headers) implements TransferEnd {}

    record CustomerHungUp() implements TransferEnd {}

    /** Refused, or not answered in time. */
    record NotReached(int status, String detail) implements TransferEnd {}

    /** The leg broke, or lasted longer than a rehearsal may. */
    record Broken(String detail) implements TransferEnd {}
}
