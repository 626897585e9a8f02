package io.voicebridge.sip.dialog;

import java.net.InetSocketAddress;

/** The messages of a scripted caller, written out as they stand on the wire. */
final class Script {

    static final String SDP = "v=0\r\no=- 1 1 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\n"
            + "m=audio 40000 RTP/AVP 0\r\n";

    private final InetSocketAddress caller;
    private final String callId;
    private final String transport;
    private int branches;
    String toTag = "";
    String extra = "";
    String contact;

    Script(InetSocketAddress caller, String transport) {
        this.caller = caller;
        this.transport = transport;
        this.callId = "a84b4c76e66710@" + host();
        this.contact = "<sip:caller@" + host() + ":" + caller.getPort() + ">";
    }

    private String host() {
        return caller.getAddress().getHostAddress();
    }

    String invite() {
        return request(
                "INVITE", 1, "i1", "Contact: " + contact + "\r\n" + extra + "Content-Type: application/sdp\r\n", SDP);
    }

    /** The ACK of a 2xx, a transaction of its own. */
    String ack(int cseq) {
        return request("ACK", cseq, "a" + ++branches, "", "");
    }

    /** The ACK of a refusal, which belongs to the INVITE's transaction. */
    String ackOfRefusal() {
        return request("ACK", 1, "i1", "", "");
    }

    String cancel() {
        return request("CANCEL", 1, "i1", "Reason: SIP ;cause=200\r\n", "");
    }

    String in(String method, int cseq, String headers, String body) {
        return request(method, cseq, method + cseq, headers, body);
    }

    String request(String method, int cseq, String branch, String headers, String body) {
        return method + " sip:+13453453453@192.0.2.60:5060 SIP/2.0\r\n"
                + "Via: SIP/2.0/" + transport + " " + host() + ":" + caller.getPort() + ";branch=z9hG4bK" + branch
                + "\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: \"Lead\" <sip:+13035550100@" + host() + ">;tag=f1\r\n"
                + "To: <sip:+13453453453@192.0.2.60>" + (toTag.isEmpty() ? "" : ";tag=" + toTag) + "\r\n"
                + "Call-ID: " + callId + "\r\n"
                + "CSeq: " + cseq + " " + method + "\r\n"
                + headers
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }
}
