package io.voicebridge.agent;

import java.util.Optional;
import java.util.OptionalLong;

/** How a call's audio goes, as it is now. Thread-safe; never blocks. */
public interface Line {

    /** Of which nothing is known. */
    Line UNKNOWN = new Line() {
        @Override
        public Optional<String> codec() {
            return Optional.empty();
        }

        @Override
        public OptionalLong roundTripMs() {
            return OptionalLong.empty();
        }
    };

    /** The codec, by its name in the session description, such as {@code PCMU}. */
    Optional<String> codec();

    /** To the peer and back, where it speaks RTCP; known some seconds after the answer. */
    OptionalLong roundTripMs();
}
