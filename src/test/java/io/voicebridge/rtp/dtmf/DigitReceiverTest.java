package io.voicebridge.rtp.dtmf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DigitReceiverTest {

    private record Packet(int timestamp, boolean marker, byte[] payload) {}

    private final StringBuilder digits = new StringBuilder();
    private final DigitReceiver receiver = new DigitReceiver();

    @Test
    void reportsADigitOnceHoweverOftenItsEndIsRepeated() {
        event('5', 1000, 160, 320, 480).forEach(this::take);
        end('5', 1000, 640).forEach(this::take);

        assertThat(digits).hasToString("5");
    }

    @Test
    void reportsALongDigitAfterAHundredMilliseconds() {
        event('1', 1000, 160, 320, 480, 640).forEach(this::take);
        assertThat(digits).isEmpty();

        event('1', 1000, 800).forEach(this::take);
        assertThat(digits).hasToString("1");

        event('1', 1000, 960, 1120, 8000, 60_000).forEach(this::take);
        end('1', 1000, 60_160).forEach(this::take);
        assertThat(digits).hasToString("1");
    }

    @Test
    void needsNoMarker() {
        take(new Packet(1000, false, payload('7', false, 10, 320)));
        take(new Packet(1000, false, payload('7', true, 10, 480)));

        assertThat(digits).hasToString("7");
    }

    @Test
    void needsNoEnd() {
        event('7', 1000, 160, 320).forEach(this::take);

        IntStream.range(0, 10).forEach(i -> receiver.tick(digits::append));

        assertThat(digits).hasToString("7");
    }

    @Test
    void nextDigitEndsTheOneWhoseEndWasLost() {
        event('7', 1000, 160, 320).forEach(this::take);
        event('8', 3000, 160).forEach(this::take);

        assertThat(digits).hasToString("7");
    }

    @Test
    void lateEndOfAnEarlierDigitIsNotANewOne() {
        event('7', 1000, 160, 320).forEach(this::take);
        event('8', 3000, 160).forEach(this::take);
        end('7', 1000, 480).forEach(this::take);
        end('8', 3000, 320).forEach(this::take);

        assertThat(digits).hasToString("78");
    }

    @Test
    void sameDigitTwiceIsTwoDigits() {
        event('1', 1000, 160).forEach(this::take);
        end('1', 1000, 320).forEach(this::take);
        event('1', 2000, 160).forEach(this::take);
        end('1', 2000, 320).forEach(this::take);

        assertThat(digits).hasToString("11");
    }

    /** RFC 4733 section 2.5.1.3: an event longer than 16 bits of duration goes on under a new timestamp. */
    @Test
    void segmentsOfALongDigitAreOneDigit() {
        event('9', 1000, 160, 0xFF00, 0xFFFF).forEach(this::take);
        take(new Packet(1000 + 0xFFFF, false, payload('9', false, 10, 160)));
        take(new Packet(1000 + 0xFFFF, false, payload('9', true, 10, 320)));

        assertThat(digits).hasToString("9");
    }

    @Test
    void senderThatMovesTheTimestampWithinADigitIsUnderstood() {
        for (int i = 0; i < 4; i++) {
            take(new Packet(1000 + 160 * i, i == 0, payload('3', false, 10, 160)));
        }
        take(new Packet(1640, false, payload('3', true, 10, 160)));

        assertThat(digits).hasToString("3");
    }

    @Test
    void ignoresWhatIsTooSoftAndWhatIsNoDigit() {
        take(new Packet(1000, true, payload('3', true, 60, 800)));
        assertThat(receiver.accept(2000, true, new byte[] {16, (byte) 0x8A, 3, 32}, 0, 4, digits::append))
                .isFalse();
        assertThat(receiver.accept(2000, true, new byte[] {1, 2, 3}, 0, 3, digits::append))
                .isFalse();

        assertThat(digits).isEmpty();
    }

    @Test
    void knowsAllSixteenDigits() {
        String all = "0123456789*#ABCD";
        for (int i = 0; i < all.length(); i++) {
            end(all.charAt(i), 2000 * i, 800).forEach(this::take);
        }

        assertThat(digits).hasToString(all);
    }

    /** Of the packets of a digit at least one must come, with any others lost. */
    @Property
    void anyOnePacketOfADigitIsEnough(@ForAll @Size(max = 20) List<boolean[]> lost) {
        StringBuilder heard = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        DigitReceiver lossy = new DigitReceiver();
        for (int i = 0; i < lost.size(); i++) {
            char digit = (char) ('0' + i % 10);
            List<Packet> packets = new ArrayList<>(event(digit, 5000 * i, 160, 320, 480, 640));
            packets.addAll(end(digit, 5000 * i, 800));
            boolean some = false;
            for (int p = 0; p < packets.size(); p++) {
                if (p >= lost.get(i).length || !lost.get(i)[p]) {
                    Packet packet = packets.get(p);
                    lossy.accept(packet.timestamp, packet.marker, packet.payload, 0, 4, heard::append);
                    some = true;
                }
                lossy.tick(heard::append);
            }
            if (some) {
                expected.append(digit);
            }
            IntStream.range(0, 10).forEach(pause -> lossy.tick(heard::append));
        }
        assertThat(heard).hasToString(expected.toString());
    }

    private void take(Packet packet) {
        receiver.accept(packet.timestamp, packet.marker, packet.payload, 0, 4, digits::append);
    }

    private static List<Packet> event(char digit, int timestamp, int... durations) {
        return IntStream.range(0, durations.length)
                .mapToObj(i -> new Packet(timestamp, i == 0, payload(digit, false, 10, durations[i])))
                .toList();
    }

    private static List<Packet> end(char digit, int timestamp, int duration) {
        Packet end = new Packet(timestamp, false, payload(digit, true, 10, duration));
        return List.of(end, end, end);
    }

    private static byte[] payload(char digit, boolean end, int volume, int duration) {
        byte[] payload = new byte[TelephoneEvent.SIZE];
        TelephoneEvent.write(payload, 0, TelephoneEvent.code(digit), end, volume, duration);
        return payload;
    }
}
