package io.voicebridge.sip.dialog;

import io.voicebridge.sip.ReliableProvisionals;
import io.voicebridge.sip.SessionTimers;

/**
 * What dialogs and refusals need to know.
 *
 * @param answerTimeout milliseconds that an INVITE may wait for its listener
 * @param retryAfter seconds, for 503
 * @param legToken marks the calls that this user agent places
 */
record CoreSettings(
        String name,
        int maxCalls,
        int transactionLimit,
        int answerTimeout,
        int retryAfter,
        String legToken,
        SessionTimers timers,
        ReliableProvisionals provisionals) {}
