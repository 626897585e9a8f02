package io.voicebridge.calling;

import io.voicebridge.call.CallEnd;
import io.voicebridge.call.CallEngine;
import io.voicebridge.call.Dialler;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.Via;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A call about to be placed. */
public final class Dialling {

    private final CallEngine engine;
    private final InetSocketAddress bridge;
    private final Transport transport;
    private final String number;
    private final List<SipHeader> headers = new ArrayList<>();
    private String from = "+13035550100";
    private Dialler.Request.Early early = Dialler.Request.Early.IGNORED;

    Dialling(CallEngine engine, InetSocketAddress bridge, Transport transport, String number) {
        this.engine = engine;
        this.bridge = bridge;
        this.transport = transport;
        this.number = number;
    }

    /** Adds a header to the INVITE; the same name again repeats it. */
    public Dialling with(String name, String value) {
        headers.add(new SipHeader(name, value));
        return this;
    }

    public Dialling from(String caller) {
        from = caller;
        return this;
    }

    /** Listens before the answer too. */
    public Dialling listeningEarly() {
        early = Dialler.Request.Early.HEARD;
        return this;
    }

    /** Places the call without waiting for anything. */
    public PhoneCall rings() {
        PhoneCall call = new PhoneCall();
        call.placed(engine.dial(
                new Dialler.Request(
                                "sip:" + number + '@' + Via.hostOf(bridge) + ':' + bridge.getPort(),
                                "<sip:" + from + "@127.0.0.1>",
                                transport,
                                bridge,
                                headers,
                                Duration.ofSeconds(20))
                        .with(early),
                call,
                call));
        return call;
    }

    /** Places the call and waits until it is answered. */
    public PhoneCall connects() {
        PhoneCall call = rings();
        call.awaitAnswer();
        return call;
    }

    /** Places the call and waits until it is refused. */
    public CallEnd isRefused() {
        return rings().isOver();
    }
}
