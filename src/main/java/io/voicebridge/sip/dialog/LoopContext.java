package io.voicebridge.sip.dialog;

import io.voicebridge.sip.message.MessageLimits;
import io.voicebridge.sip.message.MessageParser;
import io.voicebridge.sip.message.Parsed;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.transaction.TimerWheel;
import io.voicebridge.sip.transaction.Transactions;
import io.voicebridge.sip.transport.Wire;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * What the calls of one loop share.
 *
 * @param loop runs a task on the loop, after the one that is running
 * @param dialogs by their key
 * @param waiting calls without a final response, by the key their dialog will have
 */
record LoopContext(
        CoreSettings settings,
        Wire wire,
        Transactions transactions,
        Replies replies,
        Intake intake,
        Executor loop,
        Map<DialogKey, CallDialog> dialogs,
        Map<DialogKey, IncomingCall> waiting) {

    private static final MessageParser OWN = new MessageParser(new MessageLimits(1 << 20, 1000, 1 << 20));

    LoopContext(CoreSettings settings, Wire wire, Transactions transactions, Intake intake, Executor loop) {
        this(
                settings,
                wire,
                transactions,
                new Replies(wire, settings.name()),
                intake,
                loop,
                new HashMap<>(),
                new HashMap<>());
    }

    TimerWheel timers() {
        return transactions.context().timers();
    }

    /** A request that we built, as it will be read by the peer. */
    static WireRequest own(byte[] built) {
        if (OWN.parse(built) instanceof Parsed.Request parsed) {
            return parsed.request();
        }
        throw new IllegalStateException("A request was built that cannot be parsed");
    }
}
