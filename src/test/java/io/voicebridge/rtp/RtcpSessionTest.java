package io.voicebridge.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.voicebridge.conformance.Duty;
import io.voicebridge.conformance.Rfc;
import io.voicebridge.rtp.codec.AudioCodec;
import io.voicebridge.rtp.rtcp.RtcpReader;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two sides of a call on virtual time, with a line between them that delays and loses. */
class RtcpSessionTest {

    private static final long FRAME_NANOS = 20_000_000;
    private static final int SHARED = 0;

    /** One side: what it sends, hears and reports. */
    private final class Side {
        final InetSocketAddress rtp;
        final InetSocketAddress rtcp;
        final Sender sender = new Sender(new SecureRandom());
        final Receiver receiver = new Receiver(SourceRule.LEARN_ONCE);
        final RtcpSession reports =
                new RtcpSession(SourceRule.LEARN_ONCE, sender, receiver, new SecureRandom(), this::epochMillis);
        final List<byte[]> sentReports = new ArrayList<>();
        RtpParameters agreed;

        Side(String host, int apart) {
            rtp = new InetSocketAddress(host, 4000);
            rtcp = new InetSocketAddress(host, 4000 + apart);
        }

        private long epochMillis() {
            return 1_800_000_000_000L + 20 * frame;
        }

        void expects(Side other, Flow flow) {
            agreed = RtpParameters.of(other.rtp, AudioCodec.PCMU)
                    .withControl(other.rtcp)
                    .with(flow);
            receiver.configure(agreed);
            sender.configure(agreed);
            reports.configure(agreed);
        }
    }

    private record Coming(long nanos, Runnable arrival) {}

    private final Side a = new Side("198.51.100.1", 1);
    private final Side b = new Side("198.51.100.2", 1);
    private final PriorityQueue<Coming> line = new PriorityQueue<>(Comparator.comparingLong(Coming::nanos));
    private final Random random = new Random(3);
    private long delayNanos = 1_000_000;
    private long shakeNanos; // every other frame is that much later
    private double lossFromA;
    private long now = Long.MAX_VALUE - 7_000_000_000L; // it wraps on the way
    private long frame;

    private void begin() {
        begin(Flow.BOTH, Flow.BOTH);
    }

    private void begin(Flow flowOfA, Flow flowOfB) {
        a.reports.start(now);
        b.reports.start(now);
        a.expects(b, flowOfA);
        b.expects(a, flowOfB);
    }

    private void talk(int seconds) {
        for (long end = frame + 50L * seconds; frame < end; frame++) {
            now += FRAME_NANOS;
            deliver();
            play(a, b, lossFromA);
            play(b, a, 0);
        }
    }

    private void play(Side from, Side to, double loss) {
        short[] audio = new short[AudioPort.FRAME];
        from.receiver.take(audio, new WideFrame(), digit -> {});
        from.sender.send(audio, new WideFrame(), (packet, length) -> {
            if (random.nextDouble() >= loss) {
                byte[] copy = Arrays.copyOf(packet, 2048);
                arrives(() -> to.receiver.accept(from.rtp, copy, length, now, digit -> {}));
            }
            return true;
        });
        from.reports.tick(frame, now, (packet, length) -> reported(from, to, packet, length));
    }

    private boolean reported(Side from, Side to, byte[] packet, int length) {
        byte[] copy = Arrays.copyOf(packet, 2048);
        from.sentReports.add(Arrays.copyOf(packet, length));
        arrives(() -> to.reports.accept(from.rtcp, copy, length, now));
        return true;
    }

    private void arrives(Runnable arrival) {
        long delay = delayNanos + frame % 2 * shakeNanos;
        line.add(new Coming(now + delay - Long.MIN_VALUE, arrival)); // so that the queue sees no wrap
    }

    private void deliver() {
        long frameEnd = now;
        while (!line.isEmpty() && line.peek().nanos() + Long.MIN_VALUE - frameEnd <= 0) {
            Coming next = line.poll();
            now = next.nanos() + Long.MIN_VALUE;
            next.arrival().run();
        }
        now = frameEnd;
    }

    @Rfc(value = "3550, 6.4", says = "loss and jitter of both ways are known from the reports of both sides")
    @Test
    void knowsWhatThePeerReceived() {
        lossFromA = 0.1;
        begin();
        talk(120);

        RtcpStatistics counted = a.reports.statistics();
        assertThat(counted.peer().orElseThrow().lossShare()).isCloseTo(0.1, within(0.02));
        assertThat(counted.peer().orElseThrow().lost())
                .isCloseTo(b.receiver.sequence().lost(), within(50L));
        assertThat(b.reports.statistics().peer().orElseThrow().lost()).isZero();
        assertThat(counted.sent()).isBetween(18L, 34L);
        assertThat(counted.received()).isEqualTo(b.reports.statistics().sent());
    }

    @Rfc(
            value = "3550, 6.4.1",
            says = "the round trip is measured from sender reports and the answers to them (LSR, DLSR)")
    @Test
    void measuresTheRoundTrip() {
        delayNanos = 45_000_000;
        begin();
        talk(60);

        assertThat(a.reports.statistics().roundTripMillis().orElseThrow()).isCloseTo(90, within(0.1));
        assertThat(b.reports.statistics().roundTripMillis().orElseThrow()).isCloseTo(90, within(0.1));
    }

    @Test
    void measuresJitterOfWhatThePeerReceived() {
        shakeNanos = 8_000_000;
        begin();
        talk(40);

        assertThat(a.reports.statistics().peer().orElseThrow().jitterMillis()).isCloseTo(8, within(0.5));
    }

    @Duty(
            value = "One-way audio",
            says = "told from our receiver, and from the peer's reports where it is they who hear nothing")
    @Test
    void noticesThatThePeerHearsNothing() {
        begin();
        talk(10);
        assertThat(a.reports.unheardNanos()).isZero();

        lossFromA = 1;
        talk(40);
        assertThat(a.reports.unheardNanos()).isBetween(25_000_000_000L, 45_000_000_000L);

        lossFromA = 0;
        talk(10);
        assertThat(a.reports.unheardNanos()).isZero();
    }

    @Duty("One-way audio")
    @Test
    void noticesThatThePeerHasHeardNothingFromTheStart() {
        lossFromA = 1;
        begin();
        talk(30);

        assertThat(a.reports.unheardNanos()).isGreaterThan(15_000_000_000L);
        assertThat(a.reports.statistics().peer()).isEmpty();
        assertThat(a.reports.statistics().received()).isPositive();
    }

    @Test
    void doesNotTakeAHoldForDeafness() {
        begin();
        talk(10);
        a.expects(b, Flow.RECEIVE_ONLY);
        talk(300);
        assertThat(a.reports.unheardNanos()).isZero();

        a.expects(b, Flow.BOTH);
        talk(15);
        assertThat(a.reports.unheardNanos()).isLessThan(10_000_000_000L);
    }

    @Rfc(value = "3550, 6.4.2", says = "one who has sent nothing for two reports reports as a receiver")
    @Test
    void reportsAsAReceiverWhileItSendsNothing() {
        begin(Flow.RECEIVE_ONLY, Flow.BOTH);
        talk(30);

        assertThat(a.sentReports).isNotEmpty().allMatch(report -> (report[1] & 0xFF) == 201);
        assertThat(b.sentReports).allMatch(report -> (report[1] & 0xFF) == 200);
    }

    @Rfc(value = "3550, 6.4", says = "a report has no block of a source that was not heard since the last one")
    @Test
    void reportsNothingOfASourceThatIsSilent() {
        begin(Flow.BOTH, Flow.BOTH);
        talk(20);
        assertThat(a.sentReports.get(a.sentReports.size() - 1)[0] & 0x1F).isEqualTo(1);

        b.expects(a, Flow.RECEIVE_ONLY);
        talk(20);
        assertThat(a.sentReports.get(a.sentReports.size() - 1)[0] & 0x1F).isZero();
    }

    @Rfc(value = "3550, 6.3.7", says = "goodbye when the call ends, unless nothing was ever sent")
    @Test
    void saysGoodbye() {
        begin();
        talk(1);
        List<byte[]> last = new ArrayList<>();
        a.reports.leave(now, (packet, length) -> last.add(Arrays.copyOf(packet, length)));

        assertThat(HexFormat.of().formatHex(last.get(0)))
                .endsWith("81cb0001" + HexFormat.of().toHexDigits(a.sender.ssrc()));
        assertThat(RtcpReader.isCompound(last.get(0), last.get(0).length)).isTrue();

        Side unused = new Side("198.51.100.3", 1);
        unused.reports.start(now);
        unused.expects(a, Flow.BOTH);
        unused.reports.leave(now, (packet, length) -> {
            throw new AssertionError("nothing was ever sent");
        });
    }

    @Rfc(value = "7022, 4.2", says = "the canonical name is random and of one call, 96 bits of it")
    @Test
    void hasANameOfItsOwnForEachCall() {
        begin();
        talk(20);

        assertThat(name(a.sentReports.get(0))).hasSize(16).isEqualTo(name(a.sentReports.get(1)));
        assertThat(name(a.sentReports.get(0))).isNotEqualTo(name(b.sentReports.get(0)));
    }

    private static String name(byte[] report) {
        String text = new String(report, java.nio.charset.StandardCharsets.ISO_8859_1);
        int at = text.indexOf("\u0001\u0010");
        return text.substring(at + 2, at + 18);
    }

    @Duty(value = "RTCP injection", says = "reports count from the peer's address and with its SSRC only")
    @Test
    void takesNoReportOfAStranger() {
        begin();
        talk(10);
        byte[] genuine = b.sentReports.get(0);
        RtcpStatistics before = a.reports.statistics();

        InetSocketAddress stranger = new InetSocketAddress("192.0.2.66", 4001);
        assertThat(a.reports.accept(stranger, Arrays.copyOf(genuine, 2048), genuine.length, now))
                .isFalse();
        byte[] forged = Arrays.copyOf(genuine, 2048);
        forged[4] ^= 0x55; // another SSRC from the right address
        assertThat(a.reports.accept(b.rtcp, forged, genuine.length, now)).isFalse();

        assertThat(a.reports.statistics().received()).isEqualTo(before.received());
        assertThat(a.reports.statistics().refused()).isEqualTo(2);
        assertThat(a.reports.peer()).isEqualTo(b.rtcp);
    }

    @Duty("RTCP injection")
    @Test
    void believesNoRoundTripOfAReportThatItDidNotSend() {
        begin();
        talk(1);
        byte[] report = HexFormat.of()
                .parseHex("81c90007" + HexFormat.of().toHexDigits(b.sender.ssrc())
                        + HexFormat.of().toHexDigits(a.sender.ssrc()) + "00000000" + "00000001" + "00000000"
                        + "12345678" + "00000000");

        assertThat(a.reports.accept(b.rtcp, Arrays.copyOf(report, 2048), report.length, now))
                .isTrue();
        assertThat(a.reports.statistics().peer()).isPresent();
        assertThat(a.reports.statistics().roundTripMillis()).isEmpty();
    }

    @Test
    void learnsThePortOfAPeerBehindANatOnce() {
        InetSocketAddress nat = new InetSocketAddress("203.0.113.9", 61_000);
        begin();
        for (int i = 0; i < 6; i++) {
            byte[] packet = Arrays.copyOf(Listening.numbered(i, 160), 2048);
            a.receiver.accept(nat, packet, RtpHeader.SIZE + 160, now, digit -> {});
        }
        assertThat(a.reports.peer()).as("the SDP's address leads nowhere").isNull();

        byte[] report = HexFormat.of().parseHex("80c90001" + "12345678");
        InetSocketAddress first = new InetSocketAddress("203.0.113.9", 61_777);
        InetSocketAddress second = new InetSocketAddress("203.0.113.9", 61_778);
        assertThat(a.reports.accept(first, Arrays.copyOf(report, 2048), report.length, now))
                .isTrue();
        assertThat(a.reports.accept(second, Arrays.copyOf(report, 2048), report.length, now))
                .isFalse();
        assertThat(a.reports.peer()).isEqualTo(first);
    }

    @Rfc(value = "5761, 5.1.1", says = "reports go where the RTP goes, if both share a port")
    @Test
    void reportsGoWhereTheAudioGoesIfTheyShareAPort() {
        Side sharing = new Side("198.51.100.4", SHARED);
        a.reports.start(now);
        a.expects(sharing, Flow.BOTH);

        assertThat(a.reports.sharesPort()).isTrue();
        assertThat(a.reports.peer()).isEqualTo(sharing.rtp);
    }
}
