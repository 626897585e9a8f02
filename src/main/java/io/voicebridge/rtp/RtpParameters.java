package io.voicebridge.rtp;

import io.voicebridge.rtp.codec.AudioCodec;
import io.voicebridge.rtp.srtp.SrtpKeys;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What offer and answer have agreed on.
 *
 * @param remote where to send. An unspecified address (0.0.0.0) is the old way to ask for hold (RFC 3264 section 8.4):
 *     nothing is sent then, and the source that was learnt stays.
 * @param control where to send RTCP; the same as {@code remote} if both share a port (RFC 5761)
 * @param codec of both directions
 * @param payloadType of the codec, 0 to 127
 * @param ptime milliseconds of audio in a packet that we send: 10, 20, 30, 40, 50 or 60; what is in between is sent
 *     shorter, what is beyond is brought into the range. Packets that come in may have any length up to 200 ms.
 * @param telephoneEvent payload type of RFC 4733 digits, empty if the peer takes none
 * @param flow which way media goes
 * @param keys of SRTP; empty if packets are not encrypted
 */
public record RtpParameters(
        InetSocketAddress remote,
        InetSocketAddress control,
        AudioCodec codec,
        int payloadType,
        int ptime,
        OptionalInt telephoneEvent,
        Flow flow,
        Optional<SrtpKeys> keys) {

    private static final int USUAL_PTIME = 20;

    public RtpParameters {
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(telephoneEvent, "telephoneEvent");
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(keys, "keys");
        requireAddress(remote);
        requireAddress(control);
        if (payloadType < 0 || payloadType > 127) {
            throw new IllegalArgumentException("RTP payload type " + payloadType + " is not in 0-127");
        }
    }

    private static void requireAddress(InetSocketAddress address) {
        if (address == null || address.isUnresolved()) {
            throw new IllegalArgumentException("The remote RTP address must be an IP address, not " + address);
        }
    }

    /**
     * The usual case: static payload type, 20 ms, both ways, digits on payload type 101, RTCP on the next port, nothing
     * encrypted.
     */
    public static RtpParameters of(InetSocketAddress remote, AudioCodec codec) {
        InetSocketAddress next = new InetSocketAddress(remote.getAddress(), Math.min(remote.getPort() + 1, 65535));
        return new RtpParameters(
                remote,
                next,
                codec,
                codec.payloadType(),
                USUAL_PTIME,
                OptionalInt.of(101),
                Flow.BOTH,
                Optional.empty());
    }

    public RtpParameters withControl(InetSocketAddress address) {
        return new RtpParameters(remote, address, codec, payloadType, ptime, telephoneEvent, flow, keys);
    }

    public RtpParameters with(Flow other) {
        return new RtpParameters(remote, control, codec, payloadType, ptime, telephoneEvent, other, keys);
    }

    public RtpParameters withPtime(int millis) {
        return new RtpParameters(remote, control, codec, payloadType, millis, telephoneEvent, flow, keys);
    }

    public RtpParameters withTelephoneEvent(OptionalInt type) {
        return new RtpParameters(remote, control, codec, payloadType, ptime, type, flow, keys);
    }

    public RtpParameters with(SrtpKeys agreed) {
        return new RtpParameters(remote, control, codec, payloadType, ptime, telephoneEvent, flow, Optional.of(agreed));
    }

    /** True if there is an address to send to. */
    boolean reachable() {
        return !remote.getAddress().isAnyLocalAddress() && remote.getPort() != 0;
    }
}
