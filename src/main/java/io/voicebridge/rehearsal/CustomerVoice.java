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

    /** Renders the replies before the call, because a synthesizer takes its time. */
    List<short[]> render(Customer customer) {
        return customer.replies().stream()
                .map(reply -> presses(reply) ? new short[0] : synthesizer.synthesize(reply.says(), customer.voice()))
                .toList();
    }

    boolean presses(Customer.Reply reply) {
        return pressesKeys && !reply.keys().isEmpty();
    }

    Optional<String> understand(short[] heard) {
        return recognizer.map(ear -> ear.recognize(heard, List.of()).text());
    }
}
