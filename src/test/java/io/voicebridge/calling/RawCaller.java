package io.voicebridge.calling;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A peer that sends what it likes, byte by byte, over UDP or TCP: for input that no honest stack would send. */
public final class RawCaller implements AutoCloseable {

    public static final String SDP =
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n" + "m=audio 40000 RTP/AVP 0\r\n";

    private final RawLine line;
    private final String own = UUID.randomUUID().toString().substring(0, 8);
    private String callId = UUID.randomUUID().toString();
    private String number = "+13453453453";
    private String toTag = "";

    /** Over UDP. */
    public RawCaller(InetSocketAddress bridge) throws IOException {
        this(RawLine.udp(bridge));
    }

    private RawCaller(RawLine line) {
        this.line = line;
    }

    public static RawCaller overTcp(InetSocketAddress bridge) throws IOException {
        return new RawCaller(RawLine.tcp(bridge));
    }

    public String callId() {
        return callId;
    }

    /** As two calls that have nothing to do with each other may do. */
    public RawCaller takesTheCallIdOf(RawCaller other) {
        callId = other.callId;
        return this;
    }

    /** The number for all that is sent from now on. */
    public RawCaller calls(String called) {
        number = called;
        return this;
    }

    /** Sends an INVITE with these header lines, each ended by CRLF, and this body. */
    public RawCaller invites(String headers, String body) throws IOException {
        return sends("INVITE", 1, headers, body);
    }

    public RawCaller sends(String method, int cseq, String headers, String body) throws IOException {
        int port = line.localPort();
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " sip:" + number + "@127.0.0.1 SIP/2.0\r\n"
                + "Via: SIP/2.0/" + line.transport() + " 127.0.0.1:" + port + ";branch=z9hG4bK" + own
                + method + cseq
                + "\r\nMax-Forwards: 70\r\nFrom: <sip:+13035550100@127.0.0.1>;tag=raw" + own + "\r\n"
                + "To: <sip:" + number + "@127.0.0.1>" + toTag + "\r\nCall-ID: " + callId + "\r\nCSeq: " + cseq + " "
                + method + "\r\nContact: <sip:raw@127.0.0.1:" + port + ">\r\n" + headers + "Content-Length: "
                + content.length + "\r\n\r\n";
        line.send((head + body).getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Waits for a final response; provisional ones and requests are passed over. */
    public String response() throws IOException {
        while (true) {
            String text = new String(line.receive(), StandardCharsets.UTF_8);
            if (text.startsWith("SIP/2.0 ") && !text.startsWith("SIP/2.0 1")) {
                tagged(text);
                return text;
            }
        }
    }

    /** From now on it sends in the dialog that this response has made. */
    public RawCaller tagged(String response) {
        int tag = response.indexOf(";tag=", response.indexOf("\r\nTo:"));
        if (tag > 0) {
            toTag = response.substring(tag, response.indexOf('\r', tag));
        }
        return this;
    }

    /** Waits for a response with this status; what else comes is passed over. */
    public String response(int status) throws IOException {
        while (true) {
            String text = new String(line.receive(), StandardCharsets.UTF_8);
            if (text.startsWith("SIP/2.0 " + status)) {
                return text;
            }
        }
    }

    /** Waits for a request of the other side; what else comes is passed over. */
    public String request(String method) throws IOException {
        while (true) {
            String text = new String(line.receive(), StandardCharsets.UTF_8);
            if (text.startsWith(method + " ")) {
                return text;
            }
        }
    }

    /** 200 to a request of the other side. */
    public void answers(String request) throws IOException {
        StringBuilder ok = new StringBuilder("SIP/2.0 200 OK\r\n");
        request.lines()
                .filter(text -> text.matches("(Via|From|To|Call-ID|CSeq): .*"))
                .forEach(text -> ok.append(text).append("\r\n"));
        line.send(ok.append("Content-Length: 0\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
