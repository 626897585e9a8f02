package io.voicebridge.rtp.srtp;

/**
 * What both sides of a session encrypt with. The owner closes it when the session is over, which overwrites the keys; a
 * session that was given them has its own copy.
 */
public final class SrtpKeys implements AutoCloseable {

    private static final byte[] NO_IDENTIFIER = {};

    private final MasterKey ours;
    private final MasterKey theirs;

    /**
     * Copies what it is given.
     *
     * @param ours master key and salt of what we send
     * @param theirs master key and salt of what the peer sends
     * @param theirIdentifier the master key identifier that the peer's packets carry; empty if they carry none. Ours never
     *     do.
     * @throws IllegalArgumentException if a key is not as long as the suite wants it
     */
    public SrtpKeys(SrtpSuite suite, byte[] ours, byte[] theirs, byte[] theirIdentifier) {
        this.ours = new MasterKey(suite, ours, NO_IDENTIFIER);
        this.theirs = new MasterKey(suite, theirs, theirIdentifier);
    }

    public SrtpSuite suite() {
        return ours.suite();
    }

    /** True if these are the same keys. False once either was closed. */
    public boolean matches(SrtpKeys other) {
        return ours.matches(other.ours) && theirs.matches(other.theirs);
    }

    MasterKey ours() {
        return ours;
    }

    MasterKey theirs() {
        return theirs;
    }

    @Override
    public void close() {
        ours.erase();
        theirs.erase();
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return "SrtpKeys[" + suite() + "]";
    }
}
