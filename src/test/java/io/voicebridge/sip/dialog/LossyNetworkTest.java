package io.voicebridge.sip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.conformance.Rfc;
import io.voicebridge.sip.Dialog;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.InviteFailure;
import io.voicebridge.sip.Refer;
import io.voicebridge.sip.ReferState;
import io.voicebridge.sip.ReinviteListener;
import io.voicebridge.sip.ReliableProvisionals;
import io.voicebridge.sip.SessionTimers;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.SipResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Two of our user agents over a network that loses, doubles and reorders. */
@Rfc(
        value = "3261, 17",
        says = "calls over a network that loses, doubles and reorders come about, end once and leave nothing")
class LossyNetworkTest {

    private static final Duration RING = Duration.ofSeconds(60);

    private record Both(
            SimulatedNetwork network,
            SimulatedNetwork.Agent a,
            SimulatedNetwork.Agent b,
            Callee callee,
            Caller caller) {

        static Both over(long seed, double loss, double doubling, int jitter) {
            return over(seed, loss, doubling, jitter, Callee.whoAnswers());
        }

        static Both over(long seed, double loss, double doubling, int jitter, Callee callee) {
            SimulatedNetwork network = new SimulatedNetwork(seed)
                    .weather(new SimulatedNetwork.Weather(loss, doubling, 20, jitter))
                    .with(ReliableProvisionals.SUPPORTED);
            return new Both(
                    network, network.agent(5061, Callee.whoWaits()), network.agent(5062, callee), callee, new Caller());
        }

        void assertNothingRemembered() {
            network.pass(Duration.ofSeconds(200));
            assertThat(a.remembered()).as("of the caller").isZero();
            assertThat(b.remembered()).as("of the callee").isZero();
            assertThat(a.intake.active()).isZero();
            assertThat(b.intake.active()).isZero();
        }
    }

    /**
     * A third lost, a third doubled, half a second of reordering: what is repeated for 32 s gets through. Once in a
     * thousand calls at this loss, each 200 or its ACK is lost; that call ends with the called side's BYE, and once too.
     */
    @Property(tries = 150)
    void callsComeAboutAndEndOnce(
            @ForAll long seed,
            @ForAll @DoubleRange(max = 0.33) double loss,
            @ForAll @DoubleRange(max = 0.33) double doubling,
            @ForAll @IntRange(max = 500) int jitter) {
        Both both = Both.over(seed, loss, doubling, jitter);
        both.a().calls(both.b().address, Transport.UDP, RING, both.caller());
        both.network().pass(Duration.ofSeconds(31));
        assertThat(both.caller().dialogs).hasSize(1);
        assertThat(both.callee().invites).hasSize(1);
        if (both.callee().confirmed.isEmpty()) {
            both.assertNothingRemembered();
            assertThat(both.callee().ends)
                    .extracting(DialogEnd::cause)
                    .containsExactly(DialogEnd.Cause.NOT_ACKNOWLEDGED);
            assertThat(both.caller().ends).extracting(DialogEnd::cause).containsExactly(DialogEnd.Cause.REMOTE_BYE);
            return;
        }
        assertThat(both.callee().confirmed).hasSize(1);

        both.caller().dialogs.get(0).bye(List.of());
        both.assertNothingRemembered();
        assertThat(both.caller().ends).extracting(DialogEnd::cause).containsExactly(DialogEnd.Cause.LOCAL_BYE);
        assertThat(both.callee().ends).extracting(DialogEnd::cause).containsExactly(DialogEnd.Cause.REMOTE_BYE);
    }

    /**
     * Ringing, early media, an UPDATE before the answer and the answer, each reliably: what is told is told once and in its order, both sides agree on
     * whether there is a call, and nothing is left.
     */
    @Rfc("3262, 4")
    @Property(tries = 200)
    void reliableResponsesComeThroughOnceAndInOrder(
            @ForAll long seed,
            @ForAll @DoubleRange(max = 0.33) double loss,
            @ForAll @DoubleRange(max = 0.33) double doubling,
            @ForAll @IntRange(max = 500) int jitter,
            @ForAll @IntRange(max = 5000) int answersAfter) {
        Both both = Both.over(seed, loss, doubling, jitter, Callee.whoProgresses());
        both.a().calls(both.b().address, Transport.UDP, Duration.ofSeconds(150), both.caller());
        both.network().pass(Duration.ofMillis(answersAfter));
        Offers early = new Offers();
        int offered = both.callee().dialogs.size();
        both.callee().dialogs.forEach(dialog -> dialog.update(Callee.SDP, early));
        both.callee().invites.forEach(invite -> invite.answer(List.of()));
        both.network().pass(Duration.ofSeconds(32));
        both.callee().invites.forEach(invite -> invite.answer(List.of()));
        both.network().pass(Duration.ofSeconds(100));
        assertThat(both.caller().dialogs.size() + both.caller().failures.size()).isEqualTo(1);
        assertThat(both.callee().invites).hasSize(1);
        assertThat(both.caller().progress).isSorted().doesNotHaveDuplicates();
        both.caller().dialogs.forEach(dialog -> dialog.bye(List.of()));
        both.assertNothingRemembered();
        assertThat(early.answers + early.failures.size()).isEqualTo(offered);
        assertThat(both.callee().ends).hasSize(1);
        assertThat(both.callee().answered.get())
                .isGreaterThanOrEqualTo(both.caller().dialogs.size());
    }

    /**
     * Both sides offer at once, and again, by re-INVITE or UPDATE: the glare comes to an end, each offer gets one answer, and
     * the call stands.
     */
    @Rfc("3261, 14.1")
    @Rfc(value = "3311, 5.2", says = "glare: 491 while our offer is under way, 500 with Retry-After while theirs is")
    @Property(tries = 100)
    void offersOfBothSidesComeThrough(
            @ForAll long seed,
            @ForAll @DoubleRange(max = 0.2) double loss,
            @ForAll @DoubleRange(max = 0.3) double doubling,
            @ForAll @IntRange(max = 300) int jitter,
            @ForAll @IntRange(max = 500) int apart,
            @ForAll boolean byUpdate) {
        Both both = Both.over(seed, 0, 0, 0);
        both.a().calls(both.b().address, Transport.UDP, RING, both.caller());
        both.network().pass(Duration.ofSeconds(1));
        both.network().weather(new SimulatedNetwork.Weather(loss, doubling, 20, jitter));
        Offers ofCaller = new Offers();
        Offers ofCallee = new Offers();
        for (int i = 0; i < 2; i++) {
            offer(both.caller().dialogs.get(0), byUpdate, ofCaller);
            both.network().pass(Duration.ofMillis(apart));
            offer(both.callee().dialogs.get(0), byUpdate, ofCallee);
        }
        both.network().pass(Duration.ofSeconds(130));
        assertThat(ofCaller.answers + ofCaller.failures.size()).isEqualTo(2);
        assertThat(ofCallee.answers + ofCallee.failures.size()).isEqualTo(2);
        both.caller().dialogs.get(0).bye(List.of());
        both.assertNothingRemembered();
        assertThat(both.caller().ends).hasSize(1);
        assertThat(both.callee().ends).hasSize(1);
    }

    private static void offer(Dialog dialog, boolean byUpdate, ReinviteListener told) {
        if (byUpdate) {
            dialog.update(Callee.SDP, told);
        } else {
            dialog.reinvite(Callee.SDP, told);
        }
    }

    /**
     * A call with session timers over a bad network, which then is cut: as long as it stands it stands on both sides, and in
     * the end neither waits for ever.
     */
    @Rfc("4028, 10")
    @Property(tries = 60)
    void sessionTimersEndEveryCallOnBothSides(
            @ForAll long seed,
            @ForAll @DoubleRange(max = 0.3) double loss,
            @ForAll @DoubleRange(max = 0.3) double doubling,
            @ForAll @IntRange(max = 500) int jitter) {
        SessionTimers timers =
                new SessionTimers(Duration.ofSeconds(90), Duration.ofSeconds(90), SessionTimers.Refreshed.ALL);
        SimulatedNetwork network = new SimulatedNetwork(seed).with(timers);
        Callee callee = Callee.whoAnswers();
        Caller caller = new Caller();
        Both both =
                new Both(network, network.agent(5061, Callee.whoWaits()), network.agent(5062, callee), callee, caller);
        both.a().calls(both.b().address, Transport.UDP, RING, caller);
        network.pass(Duration.ofSeconds(1));
        network.weather(new SimulatedNetwork.Weather(loss, doubling, 20, jitter));
        network.pass(Duration.ofMinutes(5));
        network.weather(SimulatedNetwork.Weather.FAIR);
        network.pass(Duration.ofSeconds(120));
        assertThat(caller.ends).as("on both sides or on neither").hasSameSizeAs(callee.ends);
        network.loses(message -> true);
        both.assertNothingRemembered();
        assertThat(caller.ends).hasSize(1);
        assertThat(callee.ends).hasSize(1);
    }

    private static final class Offers implements ReinviteListener {

        private int answers;
        private final List<InviteFailure> failures = new ArrayList<>();

        @Override
        public byte[] answered(SipResponse response) {
            answers++;
            return new byte[0];
        }

        @Override
        public void failed(InviteFailure failure) {
            failures.add(failure);
        }
    }

    /** A REFER and its reports come through, and the call ends once. */
    @Rfc("3515; 3892; 4488; 6665")
    @Property(tries = 100)
    void refersEndOnce(
            @ForAll long seed, @ForAll @DoubleRange(max = 1) double loss, @ForAll @IntRange(max = 500) int jitter) {
        Both both = Both.over(seed, 0, 0, 0);
        both.a().calls(both.b().address, Transport.UDP, RING, both.caller());
        both.network().pass(Duration.ofSeconds(1));
        both.network().weather(new SimulatedNetwork.Weather(loss, 0.2, 20, jitter));
        List<ReferState> states = new ArrayList<>();
        both.callee().dialogs.get(0).refer(Refer.to("tel:+13035550199"), states::add);
        both.network().pass(Duration.ofSeconds(100));
        assertThat(states).filteredOn(ReferState::isFinal).hasSize(1);
        assertThat(states).last().isInstanceOf(ReferState.Refused.class);
        both.callee().dialogs.get(0).bye(List.of());
        both.caller().dialogs.get(0).bye(List.of());
        both.assertNothingRemembered();
    }

    /** However bad it is, nobody waits for ever and nothing is left behind. */
    @Property(tries = 150)
    void everyCallEndsAndLeavesNothing(
            @ForAll long seed,
            @ForAll @DoubleRange(max = 1) double loss,
            @ForAll @DoubleRange(max = 1) double doubling,
            @ForAll @IntRange(max = 3000) int jitter,
            @ForAll @IntRange(max = 20_000) int hangUpAfter) {
        Both both = Both.over(seed, loss, doubling, jitter);
        Runnable cancel = both.a().calls(both.b().address, Transport.UDP, RING, both.caller());
        both.network().pass(Duration.ofMillis(hangUpAfter));
        cancel.run();
        both.caller().dialogs.forEach(d -> d.bye(List.of()));
        both.network().pass(Duration.ofSeconds(100));
        both.callee().dialogs.forEach(d -> d.bye(List.of()));
        both.assertNothingRemembered();
        assertThat(both.caller().failures.size() + both.caller().ends.size()).isEqualTo(1);
        assertThat(both.callee().ends).hasSameSizeAs(both.callee().invites);
    }

    /** Whichever of CANCEL and 200 wins, both sides agree that there is no call. */
    @Rfc("3261, 9.1")
    @Property(tries = 150)
    void cancelAndAnswerMayCross(
            @ForAll long seed, @ForAll @IntRange(max = 400) int after, @ForAll @IntRange(max = 100) int jitter) {
        Both both = Both.over(seed, 0.1, 0.1, jitter);
        Runnable cancel = both.a().calls(both.b().address, Transport.UDP, RING, both.caller());
        both.network().pass(Duration.ofMillis(after));
        cancel.run();
        both.caller().dialogs.forEach(d -> d.bye(List.of()));
        both.assertNothingRemembered();
        assertThat(both.caller().failures.size() + both.caller().ends.size()).isEqualTo(1);
        assertThat(both.callee().ends).hasSameSizeAs(both.callee().invites);
    }
}
