package io.voicebridge.rtp;

import io.voicebridge.rtp.codec.G711;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What offer and answer have agreed on.
 *
 * @param remote where to send. An unspecified address (0.0.0.0) is the old way to ask for hold (RFC 3264 section 8.4):
 *     nothing is sent then, and the source that was learnt stays.
 * @param codec of both directions
 * @param payloadType of the codec, 0 to 127
 * @param ptime milliseconds of audio in a packet that we send: 10, 20, 40 or 60; anything else is sent as 20, or as 10
 *     if it is less. Packets that come in may have any length up to 200 ms.
 * @param telephoneEvent payload type of RFC 4733 digits, empty if the peer takes none
 * @param flow which way media goes
 */
public record RtpParameters(
        InetSocketAddress remote, G711 codec, int payloadType, int ptime, OptionalInt telephoneEvent, Flow flow) {

    public RtpParameters {
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(telephoneEvent, "telephoneEvent");
        Objects.requireNonNull(flow, "flow");
        if (remote == null || remote.isUnresolved()) {
            throw new IllegalArgumentException("The remote RTP address must be an IP address, not " + remote);
        }
        if (payloadType < 0 || payloadType > 127) {
            throw new IllegalArgumentException("RTP payload type " + payloadType + " is not in 0-127");
        }
    }

    /** The usual case: static payload type, 20 ms, both ways, digits on payload type 101. */
    public static RtpParameters of(InetSocketAddress remote, G711 codec) {
        return new RtpParameters(remote, codec, codec.payloadType(), 20, OptionalInt.of(101), Flow.BOTH);
    }

    /** True if there is an address to send to. */
    boolean reachable() {
        return !remote.getAddress().isAnyLocalAddress() && remote.getPort() != 0;
    }
}
