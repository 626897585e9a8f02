package io.voicebridge.rtp;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the UDP payloads of a capture: classic pcap, little-endian, Ethernet, IPv4. */
final class Pcap {

    /**
     * A datagram.
     *
     * @param millis since the first of the capture
     */
    record Datagram(double millis, byte[] payload) {}

    private static final Path SIPP = Path.of("/usr/share/sip-tester");
    private static final int ETHERNET = 14;
    private static final int UDP = 8;

    private Pcap() {}

    /** The datagrams of a capture that comes with SIPp; the test is skipped if SIPp's package is not installed. */
    static List<Datagram> ofSipp(String name) throws IOException {
        Path file = SIPP.resolve(name);
        assumeThat(file).as("needs Debian's sip-tester").exists();
        ByteBuffer capture = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        capture.position(24);
        List<Datagram> datagrams = new ArrayList<>();
        double start = Double.NaN;
        while (capture.remaining() >= 16) {
            double time = capture.getInt() * 1000.0 + capture.getInt() / 1000.0;
            byte[] frame = new byte[capture.getInt()];
            capture.getInt();
            capture.get(frame);
            start = Double.isNaN(start) ? time : start;
            int header = ETHERNET + 4 * (frame[ETHERNET] & 0xF) + UDP;
            byte[] payload = new byte[(frame[header - 4] & 0xFF) * 256 + (frame[header - 3] & 0xFF) - UDP];
            System.arraycopy(frame, header, payload, 0, payload.length);
            datagrams.add(new Datagram(time - start, payload));
        }
        return datagrams;
    }
}
