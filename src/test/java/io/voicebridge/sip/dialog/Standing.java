package io.voicebridge.sip.dialog;

import io.voicebridge.sip.Dialog;
import io.voicebridge.sip.SessionTimers;
import io.voicebridge.sip.Transport;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** A dialog that stands, with a scripted peer at its other end; either side may have called. */
final class Standing {

    static final Duration MOMENT = Duration.ofMillis(100);

    final SimulatedNetwork network = new SimulatedNetwork(new Random().nextLong());
    final Callee callee = Callee.whoWaits();
    final Caller caller = new Caller();
    final SimulatedNetwork.Agent agent;
    final SimulatedNetwork.Peer peer = network.peer(5070);
    final Script script = new Script(peer.address, "UDP");
    /** Our 200, where the peer called us. */
    WireResponse answered;

    private String fromPeer = "";
    private String toUs = "";

    Standing() {
        this(SessionTimers.STANDARD);
    }

    Standing(SessionTimers timers) {
        agent = network.with(timers).agent(5060, callee);
    }

    /** The peer called us. */
    static Standing called() {
        return called("");
    }

    /** @param extra header lines of the INVITE */
    static Standing called(String extra) {
        return called(extra, SessionTimers.STANDARD);
    }

    static Standing called(String extra, SessionTimers timers) {
        Standing it = answered(extra, timers);
        it.acknowledges();
        it.forget();
        return it;
    }

    /** The peer called us and has our 200, which it did not acknowledge yet. */
    static Standing answered() {
        return answered("", SessionTimers.STANDARD);
    }

    private static Standing answered(String extra, SessionTimers timers) {
        Standing it = new Standing(timers);
        it.script.extra = extra;
        it.sends(it.script.invite());
        it.callee.answers(it.callee.invites.get(0));
        it.network.pass(MOMENT);
        it.answered = it.peer.last();
        it.script.toTag = it.answered.to().tag();
        it.fromPeer = it.answered.header("From").orElse("");
        it.toUs = it.answered.header("To").orElse("");
        return it;
    }

    void acknowledges() {
        sends(script.ack(1));
    }

    /** We called the peer. */
    static Standing calling() {
        return calling("");
    }

    /** @param extra header lines of the 200 */
    static Standing calling(String extra) {
        Standing it = new Standing();
        it.agent.calls(it.peer.address, Transport.UDP, Duration.ofSeconds(60), it.caller);
        it.network.pass(MOMENT);
        WireRequest invite = it.peer.requests.get(0);
        it.answers(invite, 200, extra, Callee.SDP);
        it.fromPeer = invite.header("To").orElse("") + ";tag=t1";
        it.toUs = invite.header("From").orElse("");
        it.forget();
        return it;
    }

    private void forget() {
        peer.requests.clear();
        peer.responses.clear();
    }

    Dialog dialog() {
        return callee.dialogs.isEmpty() ? caller.dialogs.get(0) : callee.dialogs.get(0);
    }

    void sends(String message) {
        peer.sends(message, agent.address);
        network.pass(MOMENT);
    }

    /** A request of the peer inside the dialog. */
    String request(String method, int cseq, String headers, String body) {
        return method + " sip:us@192.0.2.60:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.70:5070;branch=z9hG4bKp" + method
                + cseq + "\r\nMax-Forwards: 70\r\nFrom: " + fromPeer + "\r\nTo: " + toUs + "\r\nCall-ID: "
                + dialog().callId() + "\r\nCSeq: " + cseq + " " + method + "\r\n" + headers + "Content-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    void answers(WireRequest request, int status) {
        answers(request, status, "", new byte[0]);
    }

    void answers(WireRequest request, int status, String headers, byte[] body) {
        String tag = request.to().tag().isEmpty() ? ";tag=t1" : "";
        sends("SIP/2.0 " + status + " Whatever\r\nVia: " + request.via() + "\r\nFrom: "
                + request.header("From").orElse("") + "\r\nTo: "
                + request.header("To").orElse("") + tag + "\r\nCall-ID: "
                + request.callId() + "\r\nCSeq: " + request.cseq()
                + "\r\nContact: <sip:callee@192.0.2.70:5070>\r\n" + headers
                + (body.length > 0 ? "Content-Type: application/sdp\r\n" : "")
                + "Content-Length: " + body.length + "\r\n\r\n" + new String(body));
    }

    List<String> methods() {
        return peer.requests.stream().map(WireRequest::method).toList();
    }

    WireRequest last() {
        return peer.requests.get(peer.requests.size() - 1);
    }

    void pass(Duration time) {
        network.pass(time);
    }
}
