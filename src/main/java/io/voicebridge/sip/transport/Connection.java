package io.voicebridge.sip.transport;

/** A stream that messages came over and answers go back on. */
public interface Connection {

    boolean isOpen();

    /** Closes it after what was sent before has gone out. */
    void close();
}
