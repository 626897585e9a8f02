package io.voicebridge.agent.hosted;

/** The link of an agent that is here: open at once, and nothing is on its way. */
final class NoLink implements Link {

    private NoLink() {}

    static Link open(Listener listener) {
        listener.opened();
        return new NoLink();
    }

    @Override
    public void more() {}

    @Override
    public void send(String message) {}

    @Override
    public void send(byte[] message) {}

    @Override
    public void close() {}
}
