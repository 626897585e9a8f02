package io.voicebridge.component.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicebridge.call.RefusedCall;
import io.voicebridge.time.MovingClock;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class RefusalDeskTest {

    private static final InetSocketAddress SOURCE = new InetSocketAddress("192.0.2.7", 5070);

    private final MovingClock clock = new MovingClock();
    private final Queue<Runnable> deliveries = new ArrayDeque<>();
    private final List<Integer> counted = new ArrayList<>();
    private final List<CallRefused> told = new ArrayList<>();
    private final RefusalDesk desk =
            new RefusalDesk(clock::millis, (task, millis) -> deliveries.add(task), counted::add);

    @Test
    void tellsOfARefusedCall() {
        desk.open(told::add);
        refuse(415, "c1");

        pass(Duration.ZERO);

        assertThat(told)
                .containsExactly(new CallRefused(
                        415, "body-not-sdp", "No SDP", "192.0.2.7:5070", "c1", "+13453453453", "+13035550100", 1));
        assertThat(counted).containsExactly(415);
    }

    @Test
    void keepsRefusalsUntilARouteTakesThem() {
        refuse(415, "c1");
        pass(Duration.ofSeconds(1));
        assertThat(told).isEmpty();

        desk.open(told::add);
        pass(Duration.ZERO);

        assertThat(told).hasSize(1);
    }

    @Test
    void tellsOfTwentyCallsASecond() {
        desk.open(told::add);
        for (int i = 0; i < 60; i++) {
            refuse(503, "c" + i);
        }

        pass(Duration.ZERO);
        assertThat(told).hasSize(20);
        pass(Duration.ofSeconds(1));
        assertThat(told).hasSize(40);
        pass(Duration.ofSeconds(1));
        assertThat(told).hasSize(60);
    }

    @Test
    void tellsOfARepeatedInviteOnce() {
        desk.open(told::add);
        for (int i = 0; i < 7; i++) {
            refuse(400, "same");
            pass(Duration.ofSeconds(4));
        }

        assertThat(told).hasSize(1);
        assertThat(counted).hasSize(7);

        pass(Duration.ofSeconds(33));
        refuse(400, "same");
        pass(Duration.ZERO);
        assertThat(told).hasSize(2);
    }

    @Test
    void tellsHowManyFoundNoRoomOnceAMinute() {
        desk.open(told::add);
        for (int i = 0; i < RefusalDesk.WAITING + 137; i++) {
            refuse(503, "c" + i);
        }

        pass(Duration.ZERO);
        for (int second = 0; second < 61; second++) {
            pass(Duration.ofSeconds(1));
        }

        assertThat(counted).hasSize(RefusalDesk.WAITING + 137);
        assertThat(told).hasSize(RefusalDesk.WAITING + 1);
        assertThat(told.get(told.size() - 1)).satisfies(last -> {
            assertThat(last.calls()).isEqualTo(137);
            assertThat(last.reason()).isEqualTo("137 more calls were refused with 503");
        });
        assertThat(deliveries).isEmpty();
    }

    @Test
    void schedulesOneDeliveryForAFlood() {
        desk.open(told::add);
        deliveries.clear();
        for (int i = 0; i < 10_000; i++) {
            refuse(503, "c" + i);
        }

        assertThat(deliveries).isEmpty();
    }

    private void refuse(int status, String callId) {
        desk.post(new RefusedCall(status, "body-not-sdp", "No SDP", SOURCE, callId, "+13453453453", "+13035550100"));
    }

    /** Lets time pass, and each delivery that is due run once. */
    private void pass(Duration time) {
        clock.advance(time);
        for (int due = deliveries.size(); due > 0; due--) {
            deliveries.remove().run();
        }
    }
}
