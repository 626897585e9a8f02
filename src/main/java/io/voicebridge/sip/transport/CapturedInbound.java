package io.voicebridge.sip.transport;

import io.voicebridge.sip.capture.CallCapture;
import io.voicebridge.sip.message.Parsed;

/** Shows what comes in, of those who are let in, to a capture first. */
final class CapturedInbound implements Inbound {

    /** The {@code host:port} that a message came to. */
    interface Local {
        String of(Hop hop, int loop);
    }

    private final Inbound next;
    private final CallCapture capture;
    private final Local local;

    CapturedInbound(Inbound next, CallCapture capture, Local local) {
        this.next = next;
        this.capture = capture;
        this.local = local;
    }

    @Override
    public void received(Parsed message, Hop hop, int loop) {
        if (message instanceof Parsed.Request request) {
            capture(request.request().raw().bytes(), hop, loop);
        } else if (message instanceof Parsed.Response response) {
            capture(response.response().raw().bytes(), hop, loop);
        }
        next.received(message, hop, loop);
    }

    private void capture(byte[] message, Hop hop, int loop) {
        capture.add(message, hop.remote(), CapturedWire.address(local.of(hop, loop)));
    }

    @Override
    public void refused(Parsed message, Hop hop, Admission.Verdict verdict, int loop) {
        next.refused(message, hop, verdict, loop);
    }
}
