package io.voicebridge.calling;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A peer that sends what it likes, byte by byte, over UDP: for input that no honest stack would send. */
public final class RawCaller implements AutoCloseable {

    public static final String SDP =
            "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n" + "m=audio 40000 RTP/AVP 0\r\n";

    private final DatagramSocket socket;
    private final InetSocketAddress bridge;
    private final String callId = UUID.randomUUID().toString();
    private String toTag = "";

    public RawCaller(InetSocketAddress bridge) throws IOException {
        this.bridge = bridge;
        this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setSoTimeout(5_000);
    }

    /** Sends an INVITE with these header lines, each ended by CRLF, and this body. */
    public RawCaller invites(String headers, String body) throws IOException {
        return sends("INVITE", 1, headers, body);
    }

    public RawCaller sends(String method, int cseq, String headers, String body) throws IOException {
        int port = socket.getLocalPort();
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " sip:+13453453453@127.0.0.1 SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:" + port + ";branch=z9hG4bK" + callId.substring(0, 8) + method + cseq
                + "\r\nMax-Forwards: 70\r\nFrom: <sip:+13035550100@127.0.0.1>;tag=raw\r\n"
                + "To: <sip:+13453453453@127.0.0.1>" + toTag + "\r\nCall-ID: " + callId + "\r\nCSeq: " + cseq + " "
                + method + "\r\nContact: <sip:raw@127.0.0.1:" + port + ">\r\n" + headers + "Content-Length: "
                + content.length + "\r\n\r\n";
        byte[] message = (head + body).getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(message, message.length, bridge));
        return this;
    }

    /** Waits for a final response; provisional ones and requests are passed over. */
    public String response() throws IOException {
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(packet);
            String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
            if (text.startsWith("SIP/2.0 ") && !text.startsWith("SIP/2.0 1")) {
                int tag = text.indexOf(";tag=", text.indexOf("\r\nTo:"));
                if (tag > 0) {
                    toTag = text.substring(tag, text.indexOf('\r', tag));
                }
                return text;
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
