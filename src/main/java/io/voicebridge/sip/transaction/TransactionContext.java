package io.voicebridge.sip.transaction;

import io.voicebridge.sip.transport.Wire;

/** What the transactions of a loop share. */
public record TransactionContext(Wire wire, TimerWheel timers, Timeouts timeouts) {}
