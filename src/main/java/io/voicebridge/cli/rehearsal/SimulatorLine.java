package io.voicebridge.cli.rehearsal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.voicebridge.call.CallEngine;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.MediaSettings;
import io.voicebridge.call.Refusal;
import io.voicebridge.call.SrtpSettings;
import io.voicebridge.rehearsal.CustomerVoice;
import io.voicebridge.rehearsal.Rehearsal;
import io.voicebridge.rehearsal.RehearsalPlan;
import io.voicebridge.rehearsal.RehearsalTarget;
import io.voicebridge.rehearsal.RehearsedCall;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.Via;
import io.voicebridge.sip.sdp.CryptoSuite;
import io.voicebridge.sip.sdp.Encryption;
import io.voicebridge.speech.Speech;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One line of the simulator: a user agent with a port of its own, for one customer. It knows of the bridge its SIP address and
 * its HTTP address, as Five9 would.
 */
final class SimulatorLine implements AutoCloseable {

    private final CallEngine engine;
    private final InetSocketAddress bridge;

    /** @param bridge where it takes SIP over UDP; the line is on the same host */
    SimulatorLine(InetSocketAddress bridge) throws IOException {
        this.bridge = bridge;
        String host = bridge.getAddress().getHostAddress();
        // As Five9: encrypted where the number wants it
        this.engine = CallEngine.start(
                new CallEngineSettings(host, 0, MediaSettings.of(host, "0"), 2)
                        .with(new SrtpSettings(Encryption.ALLOW, CryptoSuite.list(""), false)),
                SimulatorLine::takesNoCalls);
    }

    private static void takesNoCalls(IncomingCall call) {
        call.refuse(new Refusal(480, "The rehearsal takes no calls", List.of()));
    }

    /** Where its calls come from, as SIP has it. */
    String source() {
        InetSocketAddress bound = engine.boundAddress(Transport.UDP);
        return Via.hostOf(bound) + ":" + bound.getPort();
    }

    /** Blocks until the call is over and the script is through. */
    RehearsedCall call(RehearsalPlan plan, String number, URI http, String key, Speech speech, ObjectMapper json)
            throws InterruptedException {
        boolean pressesKeys = speech.recognizer().isEmpty();
        return new Rehearsal(
                        plan,
                        new RehearsalTarget(http, bridge, Transport.UDP, number, key, Optional.of(key), Map.of()),
                        engine,
                        new CustomerVoice(speech.synthesizer(), speech.recognizer(), pressesKeys),
                        json,
                        Clock.systemUTC(),
                        Optional.empty())
                .run(1, call -> {})
                .calls()
                .get(0);
    }

    @Override
    public void close() {
        engine.close();
    }
}
