package io.voicebridge.sip.transport;

import io.voicebridge.sip.message.MessageParser;
import io.voicebridge.sip.message.Parsed;
import io.voicebridge.sip.transport.Admission.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * The first thing that a message meets on a loop: admission, then the source's bucket, then the bucket of all, then the
 * parser. What is ignored costs no more than the first of these that says so.
 */
final class Gate {

    private static final int SOURCES = 10_000;

    private final int loop;
    private final Admission admission;
    private final MessageRates rates;
    private final SourceBuckets known;
    private final SourceBuckets strangers;
    private final MessageParser parser;
    private final Inbound inbound;

    /** Written on the loop, read anywhere. */
    private volatile InetAddress heard;

    Gate(int loop, Admission admission, TransportSettings settings, Inbound inbound) {
        this.loop = loop;
        this.admission = admission;
        this.rates = settings.rates();
        this.known = buckets(rates.perSource());
        this.strangers = buckets(rates.perStranger());
        this.parser = new MessageParser(settings.limits());
        this.inbound = inbound;
    }

    private static SourceBuckets buckets(int rate) {
        return new SourceBuckets(rate, 2 * rate, SOURCES, System::nanoTime);
    }

    Verdict admit(InetSocketAddress source) {
        Verdict verdict = judge(source);
        rates.count(verdict);
        return verdict;
    }

    private Verdict judge(InetSocketAddress source) {
        Verdict verdict = admission.admit(source);
        return switch (verdict) {
            case ADMIT -> take(known, rates.known(), source.getAddress(), verdict);
            case ADMIT_STRANGER -> take(strangers, rates.strangers(), source.getAddress(), verdict);
            case FORBID -> {
                Verdict paced = take(strangers, rates.strangers(), source.getAddress(), verdict);
                // Who is not wanted is not told to come back later.
                yield paced == verdict ? verdict : Verdict.IGNORE;
            }
            case REFUSE, IGNORE -> verdict;
        };
    }

    private static Verdict take(SourceBuckets sources, RateLimit all, InetAddress source, Verdict verdict) {
        Verdict paced = sources.take(source);
        if (paced != Verdict.ADMIT) {
            return paced;
        }
        if (all.tryTake()) {
            return verdict;
        }
        return verdict == Verdict.ADMIT ? Verdict.REFUSE : Verdict.IGNORE;
    }

    private void hear(InetAddress source) {
        boolean isNews = !source.equals(heard) && !MachineAddress.isOwn(source);
        if (isNews && (heard == null || !MachineAddress.isOfThisNetwork(source))) {
            heard = source;
        }
    }

    /** Another machine that was let in: one of another network, once there was such a one. */
    Optional<InetAddress> heard() {
        return Optional.ofNullable(heard);
    }

    MessageParser parser() {
        return parser;
    }

    /** Passes on a message that was not ignored. */
    void pass(Parsed message, Hop hop, Verdict verdict) {
        if (verdict == Verdict.ADMIT || verdict == Verdict.ADMIT_STRANGER) {
            hear(hop.remote().getAddress());
            inbound.received(message, hop, loop);
        } else {
            inbound.refused(message, hop, verdict, loop);
        }
    }
}
