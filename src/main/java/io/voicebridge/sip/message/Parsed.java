package io.voicebridge.sip.message;

/** What {@link MessageParser} made of some bytes. */
public sealed interface Parsed {

    record Request(WireRequest request) implements Parsed {}

    record Response(WireResponse response) implements Parsed {}

    /** A request that can be answered, but not served. Its headers may be missing or malformed. */
    record Faulty(RawMessage request, Fault fault) implements Parsed {}

    /** Neither a request that can be answered nor a response that can be used. */
    record Unreadable(Fault fault) implements Parsed {}
}
