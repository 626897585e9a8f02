package io.voicebridge.sip.transport;

/** A stream that messages came over and answers go back on. Thread-safe. */
public interface Connection {

    boolean isOpen();

    /** Closes it after what was sent before has gone out. */
    void close();

    /** A call depends on it: it is kept alive, and not closed for silence, until {@link #release}. */
    default void hold() {}

    /** Undoes one {@link #hold}. */
    default void release() {}
}
