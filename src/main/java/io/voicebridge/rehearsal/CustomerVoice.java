package io.voicebridge.rehearsal;

import io.voicebridge.speech.Recognizer;
import io.voicebridge.speech.Synthesizer;
import java.util.List;
import java.util.Optional;

/**
 * What customers speak with and hear with. Thread-safe if its parts are.
 *
 * @param recognizer absent where none is installed: customers then go by the order of their replies
 * @param pressesKeys true where the other side understands no speech
 */
public record CustomerVoice(Synthesizer synthesizer, Optional<Recognizer> recognizer, boolean pressesKeys) {

    private static final int INTO_THE_TURN_MS = 700;

    /** Renders the replies before the call, because a synthesizer takes its time. */
    List<short[]> render(Customer customer) {
        return customer.replies().stream()
                .map(reply -> presses(reply) ? new short[0] : rendered(customer, reply))
                .toList();
    }

    private short[] rendered(Customer customer, Customer.Reply reply) {
        short[] voice = Sounds.pitched(
                synthesizer.synthesize(reply.says(), customer.voice()),
                customer.line().pitch());
        int pause = reply.interrupts() ? INTO_THE_TURN_MS : reply.afterSeconds() * 1_000;
        return pause == 0 ? voice : Sounds.after(pause, voice);
    }

    /** What is heard of the place that the customer is in, to be repeated; empty if it is quiet there. */
    static short[] noise(Customer customer, List<short[]> lines) {
        return customer.line().noise().isEmpty()
                ? new short[0]
                : Sounds.noise(Sounds.loudness(lines), customer.line().noise().getAsInt(), customer.name());
    }

    boolean presses(Customer.Reply reply) {
        return pressesKeys && !reply.keys().isEmpty();
    }

    Optional<String> understand(short[] heard) {
        return recognizer.map(ear -> ear.recognize(heard, List.of()).text());
    }
}
