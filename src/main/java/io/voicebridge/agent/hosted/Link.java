package io.voicebridge.agent.hosted;

import java.util.Map;

/** A WebSocket to a provider. Thread-safe; nothing blocks. */
interface Link {

    /** Told one thing at a time, in order, on a thread of the link; must not block. */
    interface Listener {

        void opened();

        void text(String message);

        /** A binary message, or the next part of one. */
        void binary(byte[] data);

        /**
         * The connection is over, or never came to be: told once, last. Never told after {@link Link#close}.
         *
         * @param agreed true if the other side has said goodbye as it should (RFC 6455 section 7.4.1, status 1000)
         */
        void closed(boolean agreed, String why);
    }

    /** Connects. Returns at once. */
    @FunctionalInterface
    interface Connector {
        Link connect(AllowedHosts.Target target, Map<String, String> headers, Listener listener);
    }

    /** Lets the next message come: each is dealt with before, so that a flood waits on the line and not in memory. */
    void more();

    /** Queues a message. What finds no room ends the connection: audio that comes much too late is of no use. */
    void send(String message);

    /** The same with a binary message, which must not be changed afterwards. */
    void send(byte[] message);

    /** Sends what is queued, then says goodbye. Idempotent. */
    void close();
}
