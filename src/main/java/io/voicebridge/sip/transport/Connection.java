package io.voicebridge.sip.transport;

import java.util.List;

/** A stream that messages came over and answers go back on. Thread-safe. */
public interface Connection {

    boolean isOpen();

    /** Closes it after what was sent before has gone out. */
    void close();

    /** The domains that the certificate of a peer who connected to us has proved; empty without one. */
    default List<String> names() {
        return List.of();
    }

    /** A call depends on it: it is kept alive, and not closed for silence, until {@link #release}. */
    default void hold() {}

    /** Undoes one {@link #hold}. */
    default void release() {}
}
