package io.voicebridge.sip.capture;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/**
 * The file format of libpcap, with packets that begin with their IP header (LINKTYPE_RAW, 101). Each message is a datagram, also
 * one that came over TCP or TLS: there it is in clear, and that is what it is looked at for.
 */
final class Pcap {

    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int RAW = 101;
    private static final int FILE_HEADER = 24;
    private static final int PACKET_HEADER = 16;
    private static final int UDP_HEADER = 8;
    private static final int LARGEST = 65_535;
    private static final byte UDP = 17;
    private static final byte HOPS = 64;

    private Pcap() {}

    static byte[] of(List<CapturedMessage> messages) {
        int size = FILE_HEADER;
        for (CapturedMessage message : messages) {
            size += PACKET_HEADER + 40 + UDP_HEADER + message.bytes().length;
        }
        ByteBuffer file = ByteBuffer.allocate(size);
        file.putInt(MICROSECONDS).putShort((short) 2).putShort((short) 4);
        file.putInt(0).putInt(0).putInt(LARGEST).putInt(RAW);
        messages.forEach(message -> put(file, message));
        byte[] bytes = new byte[file.position()];
        file.flip().get(bytes);
        return bytes;
    }

    private static void put(ByteBuffer file, CapturedMessage message) {
        boolean ipv4 = message.from().getAddress() instanceof Inet4Address
                && message.to().getAddress() instanceof Inet4Address;
        int ip = ipv4 ? 20 : 40;
        int length = Math.min(message.length(), LARGEST - ip - UDP_HEADER);
        int kept = Math.min(message.bytes().length, length);
        Instant at = message.at();
        file.putInt((int) at.getEpochSecond()).putInt(at.getNano() / 1000);
        file.putInt(ip + UDP_HEADER + kept).putInt(ip + UDP_HEADER + length);
        if (ipv4) {
            putIpv4(file, message, UDP_HEADER + length);
        } else {
            putIpv6(file, message, UDP_HEADER + length);
        }
        file.putShort((short) message.from().getPort())
                .putShort((short) message.to().getPort());
        // No checksum: it would be that of the message with its secrets
        file.putShort((short) (UDP_HEADER + length)).putShort((short) 0);
        file.put(message.bytes(), 0, kept);
    }

    private static void putIpv4(ByteBuffer file, CapturedMessage message, int payload) {
        int start = file.position();
        file.put((byte) 0x45).put((byte) 0).putShort((short) (20 + payload)).putInt(0);
        file.put(HOPS).put(UDP).putShort((short) 0);
        file.put(message.from().getAddress().getAddress());
        file.put(message.to().getAddress().getAddress());
        file.putShort(start + 10, checksum(file, start));
    }

    /** RFC 791 section 3.1. */
    private static short checksum(ByteBuffer file, int start) {
        int sum = 0;
        for (int i = 0; i < 20; i += 2) {
            sum += Short.toUnsignedInt(file.getShort(start + i));
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~((sum & 0xffff) + (sum >>> 16));
    }

    private static void putIpv6(ByteBuffer file, CapturedMessage message, int payload) {
        file.putInt(0x60000000).putShort((short) payload).put(UDP).put(HOPS);
        file.put(ipv6(message.from())).put(ipv6(message.to()));
    }

    /** An IPv4 address among them is mapped (RFC 4291 section 2.5.5.2). */
    private static byte[] ipv6(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        byte[] octets = host.getAddress();
        if (octets.length == 16) {
            return octets;
        }
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        System.arraycopy(octets, 0, mapped, 12, 4);
        return mapped;
    }
}
