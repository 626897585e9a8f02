package io.voicebridge.component.sip;

/** Takes refused calls to a route. */
@FunctionalInterface
interface RefusalSink {

    /** Returns when the route has ended, and never throws; called by one thread at a time. */
    void refused(CallRefused refused);
}
