package io.voicebridge.sip.transport;

import io.voicebridge.sip.SipHeader;
import java.util.List;

/** What is to be done with a request that would begin something, decided before anything is remembered for it. */
public sealed interface Screening {

    /** @param user who proved to be that one by a password; empty where none was asked for */
    record Pass(String user) implements Screening {}

    /** No answer. */
    record Drop() implements Screening {}

    /**
     * An answer without state.
     *
     * @param condition what failed, in kebab-case; empty if it is part of every honest call and nobody is told
     * @param reason the same in one sentence
     */
    record Answer(int status, List<SipHeader> headers, String condition, String reason) implements Screening {}
}
