package io.voicebridge.calling;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Carries whole messages to the bridge and back, and waits at most five seconds for one. */
interface RawLine extends Closeable {

    int PATIENCE_MS = 5_000;

    String transport();

    int localPort();

    void send(byte[] message) throws IOException;

    byte[] receive() throws IOException;

    static RawLine udp(InetSocketAddress bridge) throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setSoTimeout(PATIENCE_MS);
        return new Udp(socket, bridge);
    }

    static RawLine tcp(InetSocketAddress bridge) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), bridge.getPort());
        socket.setSoTimeout(PATIENCE_MS);
        return new Tcp(socket);
    }

    record Udp(DatagramSocket socket, InetSocketAddress bridge) implements RawLine {

        @Override
        public String transport() {
            return "UDP";
        }

        @Override
        public int localPort() {
            return socket.getLocalPort();
        }

        @Override
        public void send(byte[] message) throws IOException {
            socket.send(new DatagramPacket(message, message.length, bridge));
        }

        @Override
        public byte[] receive() throws IOException {
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(packet);
            return Arrays.copyOf(packet.getData(), packet.getLength());
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    record Tcp(Socket socket) implements RawLine {

        @Override
        public String transport() {
            return "TCP";
        }

        @Override
        public int localPort() {
            return socket.getLocalPort();
        }

        @Override
        public void send(byte[] message) throws IOException {
            socket.getOutputStream().write(message);
        }

        /** Header section and, by Content-Length, body. */
        @Override
        public byte[] receive() throws IOException {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            String text = "";
            while (!text.endsWith("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    throw new EOFException("The bridge closed the connection after: " + text);
                }
                head.write(b);
                text = head.toString(StandardCharsets.UTF_8);
            }
            int at = text.indexOf("Content-Length: ") + "Content-Length: ".length();
            head.write(in.readNBytes(Integer.parseInt(text.substring(at, text.indexOf('\r', at)))));
            return head.toByteArray();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
