package io.voicebridge.trunk;

/** What of a trunk is set up on this bridge and not at a provider. Thread-safe. */
public interface Premises {

    /** Whether SIP from an address or a block is let in. */
    boolean admits(String address);

    boolean servesTls();

    /** Whether audio is encrypted for those who ask for it. */
    boolean encryptsAudio();

    /** Whether a peer is asked with OPTIONS because {@code bridge.sip.peers} names it. */
    boolean asks(String uri);
}
