package io.voicebridge.rtp;

import io.voicebridge.rtp.RtcpStatistics.PeerReport;
import io.voicebridge.rtp.rtcp.RtcpInterval;
import io.voicebridge.rtp.rtcp.RtcpReader;
import io.voicebridge.rtp.rtcp.RtcpWriter;
import io.voicebridge.rtp.srtp.Protection;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * The reports of one session, ours and the peer's (RFC 3550 section 6): what each side receives of the other, and how long
 * packets take. Used by one media thread; allocates nothing per packet.
 */
final class RtcpSession implements RtcpReader.Sink {

    /** Random bytes of a canonical name: one for each session, so that nobody can tell whose calls are whose (RFC 7022). */
    private static final int NAME_BYTES = 12;

    /** Packets that we must have sent before a report without a word of them means that they did not arrive. */
    private static final int MISSED_IF_UNHEARD = 50;

    private static final double LONGEST_ROUND_TRIP = 10_000;
    private static final int FRAME_MILLIS = 20;

    private final Sender sender;
    private final Receiver receiver;
    private final ControlLock source;
    private final RtcpWriter writer;
    private final SplittableRandom random;
    private final LongSupplier epochMillis;
    private final SentReports sentReports = new SentReports();
    private RtcpInterval interval;
    private Protection protection = Protection.NONE;

    // What we have reported
    private long reports;
    private long sentBefore; // packets at our last report, and at the one before it
    private long sentEarlier;
    private long receivedBefore;
    private int expectedBefore;
    private int missingBefore;

    // What the peer has reported
    private long received;
    private long broken;
    private int theirReport; // time in their last sender report, and when it came
    private long theirReportNanos;
    private boolean blockSeen;
    private long peerLost;
    private double peerLossShare;
    private int peerJitter;
    private int peerHighest;
    private double roundTrips; // sum, in milliseconds
    private int roundTripCount;

    private long now; // of the report that is being read
    private boolean progress;
    private long heardNanos;
    private long heardPackets;

    /** @param epochMillis the time of day; spans are measured with the nanoseconds that the methods are given */
    RtcpSession(SourceRule rule, Sender sender, Receiver receiver, SecureRandom random, LongSupplier epochMillis) {
        this.sender = sender;
        this.receiver = receiver;
        this.epochMillis = epochMillis;
        this.source = new ControlLock(rule, receiver.source());
        this.random = new SplittableRandom(random.nextLong());
        byte[] name = new byte[NAME_BYTES];
        random.nextBytes(name);
        this.writer = new RtcpWriter(sender.ssrc(), Base64.getEncoder().encodeToString(name), Protection.OVERHEAD);
    }

    void configure(RtpParameters agreed) {
        source.expect(agreed);
    }

    /** How reports are read off the wire from now on. */
    void protect(Protection other) {
        protection = other;
    }

    void start(long nanos) {
        interval = new RtcpInterval(
                random, 0, writer.receiverReport().description().length());
        heardNanos = nanos;
    }

    /** Where reports to the peer go now; null if no address is known. */
    InetSocketAddress peer() {
        return source.target();
    }

    /** True if RTP and RTCP go over one port (RFC 5761). */
    boolean sharesPort() {
        return source.isShared();
    }

    /** Sends a report if one is due at this frame. */
    void tick(long frame, long nanos, Sender.Wire wire) {
        double millis = (double) frame * FRAME_MILLIS;
        if (interval.isDue(millis)) {
            report(nanos).description();
            interval.sent(millis, writer.length());
            if (peer() != null && wire.send(writer.packet(), writer.length())) {
                reports++;
            }
        }
    }

    /** Says goodbye, if we have ever sent anything (section 6.3.7). */
    void leave(long nanos, Sender.Wire wire) {
        if (interval != null && peer() != null && sender.packets() + reports > 0) {
            report(nanos).description().goodbye();
            wire.send(writer.packet(), writer.length());
        }
    }

    private RtcpWriter report(long nanos) {
        if (sender.packets() > sentEarlier) {
            long ntp = NtpTime.of(epochMillis.getAsLong());
            sentReports.add(NtpTime.middle(ntp), nanos);
            writer.senderReport(ntp, sender.timestamp(), sender.packets(), sender.bytes());
        } else {
            writer.receiverReport();
        }
        sentEarlier = sentBefore;
        sentBefore = sender.packets();
        if (receiver.packets() > receivedBefore) {
            block(nanos);
            receivedBefore = receiver.packets();
        }
        return writer;
    }

    /** What we received since the last report (appendix A.3). */
    private void block(long nanos) {
        SequenceTracker sequence = receiver.sequence();
        if (sequence.expected() < expectedBefore) {
            expectedBefore = 0; // a new source, or one that began anew
            missingBefore = 0;
        }
        int expected = sequence.expected() - expectedBefore;
        int missing = sequence.missing() - missingBefore;
        expectedBefore = sequence.expected();
        missingBefore = sequence.missing();
        int fraction = expected <= 0 || missing <= 0 ? 0 : Math.min(255, (int) (256L * missing / expected));
        writer.block(
                receiver.source().ssrc(),
                fraction,
                sequence.missing(),
                sequence.highest(),
                receiver.jitter().samples(),
                theirReport,
                theirReport == 0 ? 0 : NtpTime.span(nanos - theirReportNanos));
    }

    /** Takes a datagram of {@code wireLength} bytes that came at {@code nanos}; true if it is of the peer. */
    boolean accept(InetSocketAddress from, byte[] packet, int wireLength, long nanos) {
        int length = protection == Protection.NONE ? wireLength : decrypt(from, packet, wireLength);
        if (!RtcpReader.isCompound(packet, length)) {
            broken++;
            return false;
        }
        if (!source.accepts(from, RtcpReader.sender(packet))) {
            return false;
        }
        received++;
        interval.heard(length);
        now = nanos;
        progress = false;
        RtcpReader.read(packet, length, this);
        boolean tooFew = sender.packets() - heardPackets < MISSED_IF_UNHEARD;
        if (progress || tooFew) {
            heardNanos = now;
        }
        if (progress) {
            heardPackets = sender.packets();
        }
        return true;
    }

    /** Before anything is learnt from a report; after a look at its source, which is cheaper. */
    private int decrypt(InetSocketAddress from, byte[] packet, int wireLength) {
        return source.considers(from) ? protection.unprotectControl(packet, wireLength) : Protection.NOT_AUTHENTIC;
    }

    /** For how long the peer's reports have said that nothing of what we send arrives; 0 if they do not say so. */
    long unheardNanos() {
        return received == 0 ? 0 : now - heardNanos;
    }

    @Override
    public void senderReport(int ssrc, int ntpMiddle) {
        theirReport = ntpMiddle;
        theirReportNanos = now;
    }

    @Override
    public void block(int about, int fractionLost, int lost, int highest, int jitter, int lastReport, int delay) {
        if (about != sender.ssrc()) {
            return;
        }
        progress |= !blockSeen || highest != peerHighest;
        blockSeen = true;
        peerHighest = highest;
        peerLost = Math.max(0, Math.min(lost, sender.packets()));
        peerLossShare = sender.packets() == 0 ? 0 : (double) peerLost / sender.packets();
        peerJitter = jitter;
        double millis = sentReports.roundTripMillis(lastReport, delay, now);
        if (millis >= 0 && millis < LONGEST_ROUND_TRIP) {
            roundTrips += millis;
            roundTripCount++;
        }
    }

    @Override
    public void goodbye(int ssrc) {
        interval.left();
    }

    RtcpStatistics statistics() {
        return new RtcpStatistics(
                reports,
                received,
                broken + source.refused(),
                blockSeen
                        ? Optional.of(new PeerReport(peerLost, peerLossShare, (peerJitter & 0xFFFF_FFFFL) / 8.0))
                        : Optional.empty(),
                roundTripCount == 0 ? OptionalDouble.empty() : OptionalDouble.of(roundTrips / roundTripCount));
    }
}
