package io.voicebridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicebridge.call.Call;
import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallEngine;
import io.voicebridge.call.CallEngineSettings;
import io.voicebridge.call.CallListener;
import io.voicebridge.call.Dialler;
import io.voicebridge.call.Entry;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.MediaSettings;
import io.voicebridge.call.SrtpSettings;
import io.voicebridge.rtp.AudioPort;
import io.voicebridge.sip.ReliableProvisionals;
import io.voicebridge.sip.SessionTimers;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.dialog.Sipp;
import io.voicebridge.sip.location.DnsSettings;
import io.voicebridge.sip.transport.Admission;
import io.voicebridge.sip.transport.MessageRates;
import io.voicebridge.sip.transport.StreamLimits;
import io.voicebridge.sip.transport.TlsSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/**
 * Calls with audio between SIPp and a call engine, by the scenarios of {@code src/test/resources/sipp/matrix}: what its tests
 * have in common.
 */
abstract class SippMatrix implements CallListener, AudioPort {

    final Queue<Call> answered = new ConcurrentLinkedQueue<>();
    final Queue<CallEnd> ends = new ConcurrentLinkedQueue<>();
    CallEngine engine;
    String host = "127.0.0.1";
    SrtpSettings srtp = SrtpSettings.OFF;
    ReliableProvisionals provisionals = ReliableProvisionals.REQUIRED;

    @AfterEach
    void stop() {
        if (engine != null) {
            engine.close();
        }
    }

    CallEngine start(int maxCalls, Admission admission, Consumer<IncomingCall> receiver) throws IOException {
        Entry entry = new Entry(admission, MessageRates.unlimited(), 0);
        CallEngineSettings settings = new CallEngineSettings(
                CallEngineSettings.plain(host, 0, Optional.empty(), entry),
                TlsSettings.standard(),
                StreamLimits.STANDARD,
                DnsSettings.OF_THE_MACHINE,
                MediaSettings.of(host, "0").with(srtp),
                maxCalls,
                entry,
                SessionTimers.STANDARD);
        engine = CallEngine.start(settings.with(provisionals), receiver);
        return engine;
    }

    CallEngine startAndAnswer() throws IOException {
        return start(100, Admission.everyone(), this::answer);
    }

    void answer(IncomingCall call) {
        call.answer(this, this, Optional.empty());
    }

    /** Over UDP, and as many over TCP. */
    void calls(String scenario, int calls) {
        calls(Sipp.scenario("matrix/" + scenario), Transport.UDP, calls);
        calls(Sipp.scenario("matrix/" + scenario).overTcp(), Transport.TCP, calls);
    }

    void calls(Sipp sipp, Transport transport, int calls) {
        sipp.calls(calls, 10).succeedsAgainst(engine.boundAddress(transport));
        await().untilAsserted(() -> assertThat(engine.activeCalls()).isZero());
    }

    /** Waits for the ends of so many calls, which are told a moment after their places are free. */
    Queue<CallEnd> ended(int calls) {
        await().untilAsserted(() -> assertThat(ends).hasSize(calls));
        return ends;
    }

    /** A call over UDP, and one over TCP. */
    void dial(String scenario, Consumer<Call> whenAnswered) throws IOException {
        start(100, Admission.everyone(), call -> {});
        dial(Sipp.scenario("matrix/" + scenario), Transport.UDP, whenAnswered);
        dial(Sipp.scenario("matrix/" + scenario).overTcp(), Transport.TCP, whenAnswered);
    }

    void dial(Sipp sipp, Transport transport, Consumer<Call> whenAnswered) {
        answered.clear();
        ends.clear();
        Sipp.Running callee = sipp.calls(1, 1).start();
        if (transport == Transport.TCP) {
            sipp.awaitListening();
        }
        engine.dial(
                new Dialler.Request(
                        "sip:callee@127.0.0.1:" + sipp.address().getPort(),
                        "<sip:+13035550100@127.0.0.1>",
                        transport,
                        sipp.address(),
                        List.of(),
                        Duration.ofSeconds(20)),
                this,
                this);
        await().until(() -> answered.size() == 1);
        whenAnswered.accept(answered.element());
        callee.succeeds();
        await().until(() -> ends.size() == 1);
    }

    @Override
    public void answered(Call call) {
        answered.add(call);
    }

    @Override
    public void ended(Call call, CallEnd end) {
        ends.add(end);
    }

    @Override
    public void received(short[] frame, long sequence) {
        // Nobody listens.
    }

    @Override
    public boolean next(short[] frame, long sequence) {
        return false;
    }

    @Override
    public void digit(char digit) {
        // Nobody dials.
    }
}
