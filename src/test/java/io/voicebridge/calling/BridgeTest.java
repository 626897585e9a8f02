package io.voicebridge.calling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.call.Bridge;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallEngine;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.Dialler;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.Keys;
import io.voicebridge.call.Leg;
import io.voicebridge.call.SilentPort;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two real calls joined by an engine in the middle. */
class BridgeTest {

    private final Telephone desk = Telephone.thatAnswers();
    private CallEngine middle;
    private Caller caller;
    private volatile Bridge.FirstLeg afterwards = Bridge.FirstLeg.ENDS;
    private final CompletableFuture<Bridge> bridged = new CompletableFuture<>();
    private volatile Leg first;
    private volatile Leg second;

    @BeforeEach
    void start() throws IOException {
        middle = CallEngine.start(CallEngineSettings.loopback(), this::relay);
        caller = Caller.of(middle.boundAddress(Transport.UDP));
    }

    @AfterEach
    void stop() {
        caller.close();
        desk.close();
        middle.close();
    }

    private void relay(IncomingCall call) {
        Leg here = new Leg(SilentPort.INSTANCE, Keys.NONE);
        Leg there = new Leg(SilentPort.INSTANCE, Keys.NONE);
        first = here;
        second = there;
        call.answer(here.audio(), here, Optional.empty());
        there.placed(middle.dial(
                new Dialler.Request(
                        "sip:desk@" + desk.hostPort(),
                        "<sip:+13035550100@127.0.0.1>",
                        Transport.UDP,
                        desk.address(),
                        List.of(),
                        Duration.ofSeconds(10)),
                there.audio(),
                there));
        there.onAnswered(answered -> bridged.complete(Bridge.join(here, there, afterwards)));
    }

    @Test
    void letsBothSidesHearEachOther() throws Exception {
        PhoneCall customer = caller.dials("+13453453453").connects();
        PhoneCall agent = desk.answers();
        Bridge bridge = bridged.get();

        customer.hums(1000, Duration.ofSeconds(1));
        agent.hums(440, Duration.ofSeconds(1)).hearsVoice();
        customer.hearsVoice().stays(Duration.ofSeconds(1)).hangsUp();

        assertThat(Tones.frames(agent.voice(), 1000)).isGreaterThan(0.8);
        assertThat(Tones.frames(customer.voice(), 440)).isGreaterThan(0.8);
        assertThat(bridge.towardsFirst().medianMs()).isLessThan(40);
        assertThat(bridge.towardsSecond().frames()).isGreaterThan(40);
    }

    @Test
    void relaysKeysAsKeysBothWays() {
        PhoneCall customer = caller.dials("+13453453453").connects();
        PhoneCall agent = desk.answers();
        bridged.join();

        customer.presses('4').presses('2').presses('#');
        agent.hearsKeys("42#");
        agent.presses('9');
        customer.hearsKeys("9");

        assertThat(agent.voice()).as("no sound of a key").isEmpty();
    }

    @Test
    void endsTheSecondLegWithTheReasonOfTheFirst() {
        PhoneCall customer = caller.dials("+13453453453").connects();
        PhoneCall agent = desk.answers();
        bridged.join();

        customer.hangsUp(List.of(new SipHeader("Reason", "Q.850;cause=31;text=\"Lunch\"")));

        CallEnd end = agent.isOver();
        assertThat(end.by()).isEqualTo(CallEnd.By.PEER);
        assertThat(PhoneCall.header(end, "Reason")).hasValue("Q.850;cause=31;text=\"Lunch\"");
    }

    @Test
    void endsTheFirstLegWithANormalClearingWhereTheSecondGaveNoReason() {
        PhoneCall customer = caller.dials("+13453453453").connects();
        PhoneCall agent = desk.answers();
        bridged.join();

        agent.hangsUp();

        assertThat(PhoneCall.header(customer.isOver(), "Reason"))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("Q.850;cause=16"));
    }

    @Test
    void keepsTheFirstLegWhereThatIsWanted() {
        afterwards = Bridge.FirstLeg.STAYS;
        PhoneCall customer = caller.dials("+13453453453").connects();
        PhoneCall agent = desk.answers();
        bridged.join();

        agent.hangsUp();

        await().until(() -> !second.isUp());
        assertThat(first.isUp()).isTrue();
        customer.stays(Duration.ofMillis(200)).hangsUp();
    }

    @Test
    void endsASecondLegThatIsAnsweredAfterTheFirstHasGone() {
        PhoneCall customer = caller.dials("+13453453453").connects();
        customer.hangsUp();

        assertThat(desk.answers().isOver().by()).isEqualTo(CallEnd.By.PEER);
    }
}
