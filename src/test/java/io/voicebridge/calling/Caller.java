package io.voicebridge.calling;

import io.voicebridge.call.CallEngine;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.Refusal;
import io.voicebridge.sip.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/**
 * Somebody with a telephone, over real SIP and RTP on this machine:
 *
 * <pre>{@code
 * try (Caller caller = Caller.of(bridge)) {
 *     caller.dials("+13453453453").with("X-city", "Denver").connects().hearsVoice().presses('1').hangsUp();
 * }
 * }</pre>
 */
public final class Caller implements AutoCloseable {

    private final CallEngine engine;
    private final InetSocketAddress bridge;
    private final Transport transport;

    private Caller(CallEngine engine, InetSocketAddress bridge, Transport transport) {
        this.engine = engine;
        this.bridge = bridge;
        this.transport = transport;
    }

    /** A caller who calls this address over UDP. */
    public static Caller of(InetSocketAddress bridge) {
        return over(Transport.UDP, bridge);
    }

    public static Caller over(Transport transport, InetSocketAddress bridge) {
        return at(CallEngineSettings.loopback(), transport, bridge);
    }

    /** A caller whose telephone is set up like this. */
    public static Caller at(CallEngineSettings settings, Transport transport, InetSocketAddress bridge) {
        try {
            CallEngine engine =
                    CallEngine.start(settings, call -> call.refuse(new Refusal(486, "This telephone only calls")));
            return new Caller(engine, bridge, transport);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Dialling dials(String number) {
        return new Dialling(engine, bridge, transport, number);
    }

    @Override
    public void close() {
        engine.close();
    }
}
