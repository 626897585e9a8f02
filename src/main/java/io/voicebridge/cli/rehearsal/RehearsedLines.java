package io.voicebridge.cli.rehearsal;

import io.voicebridge.directory.Lookup;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The sockets that simulated customers of this bridge call from, and which agent each is to reach. No caller elsewhere can
 * claim to be one: what counts is where the INVITE came from, and the simulator holds that port. Bean
 * {@code rehearsedLines}. Thread-safe.
 */
public final class RehearsedLines {

    /** @param called the number and the version that answers, as they were when the call was asked for */
    public record Line(String rehearsal, Lookup.Found called) {}

    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    /** @param source address and port, as SIP has them */
    public Optional<Line> at(String source) {
        return Optional.ofNullable(lines.get(source));
    }

    void open(String source, Line line) {
        lines.put(source, line);
    }

    void close(String source) {
        lines.remove(source);
    }
}
