package io.voicebridge.sip.transport;

import io.voicebridge.sip.message.MessageParser;
import io.voicebridge.sip.message.Parsed;
import java.net.InetSocketAddress;

/** The first thing that a message meets on a loop: admission, then the source's bucket, then the parser. */
final class Gate {

    private static final int SOURCES = 10_000;

    private final int loop;
    private final Admission admission;
    private final SourceBuckets buckets;
    private final MessageParser parser;
    private final Inbound inbound;

    Gate(int loop, Admission admission, TransportSettings settings, Inbound inbound) {
        this.loop = loop;
        this.admission = admission;
        int rate = settings.messagesPerSecond();
        this.buckets = new SourceBuckets(rate, (int) Math.min(Integer.MAX_VALUE, 2L * rate), SOURCES, System::nanoTime);
        this.parser = new MessageParser(settings.limits());
        this.inbound = inbound;
    }

    Admission.Verdict admit(InetSocketAddress source) {
        Admission.Verdict verdict = admission.admit(source);
        return verdict == Admission.Verdict.ADMIT ? buckets.take(source.getAddress()) : verdict;
    }

    MessageParser parser() {
        return parser;
    }

    /** Passes on a message that was not ignored. */
    void pass(Parsed message, Hop hop, Admission.Verdict verdict) {
        if (verdict == Admission.Verdict.ADMIT) {
            inbound.received(message, hop, loop);
        } else {
            inbound.refused(message, hop, loop);
        }
    }
}
