package io.voicebridge.rtp.dtmf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigitSenderTest {

    private final DigitSender sender = new DigitSender();
    private final List<String> packets = new ArrayList<>();

    @Test
    void sendsTheLastPacketThreeTimes() {
        sender.add('#');

        frames(10);

        assertThat(packets)
                .containsExactly(
                        "0 first 11 160",
                        "0 11 320",
                        "0 11 480",
                        "0 11 640",
                        "0 11 800 end",
                        "0 11 800 end",
                        "0 11 800 end",
                        "audio",
                        "audio",
                        "audio");
        assertThat(sender.sent()).isEqualTo(1);
    }

    @Test
    void leavesAPauseBetweenDigits() {
        sender.add('1');
        sender.add('1');

        frames(7 + 4 + 1);

        assertThat(packets.subList(7, 11)).containsOnly("audio");
        assertThat(packets.get(11)).isEqualTo("1760 first 1 160");
    }

    @Test
    void queuesNoMoreThanItsCapacity() {
        for (int i = 0; i < DigitSender.CAPACITY; i++) {
            assertThat(sender.add('1')).isTrue();
        }
        assertThat(sender.add('1')).isFalse();
    }

    @Test
    void refusesWhatIsNoDigit() {
        assertThat(sender.add('x')).isFalse();
    }

    private void frames(int count) {
        byte[] payload = new byte[TelephoneEvent.SIZE];
        for (int i = 0; i < count; i++) {
            if (sender.frame(160 * i)) {
                String first = sender.first() ? " first" : "";
                sender.write(payload, 0);
                packets.add(sender.timestamp() + first + " " + TelephoneEvent.code(payload, 0) + " "
                        + TelephoneEvent.duration(payload, 0) + (TelephoneEvent.end(payload, 0) ? " end" : ""));
            } else {
                packets.add("audio");
            }
        }
    }
}
