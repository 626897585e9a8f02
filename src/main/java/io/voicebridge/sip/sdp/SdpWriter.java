package io.voicebridge.sip.sdp;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;

/** Writes a session description of ours, line by line (RFC 4566). */
final class SdpWriter {

    private final StringBuilder text = new StringBuilder(400);
    private final LocalMedia local;

    SdpWriter(LocalMedia local, String timing) {
        this.local = local;
        String host = host(local.address().getAddress());
        line("v=0");
        line("o=- " + local.sessionId() + " " + local.version() + " IN " + host);
        line("s=-");
        line("c=IN " + host);
        line("t=" + timing);
    }

    private static String host(InetAddress address) {
        return (address instanceof Inet6Address ? "IP6 " : "IP4 ") + NetUtil.toAddressString(address);
    }

    /** The name of an encoding and its payload type. */
    record Format(String encoding, int payloadType) {}

    /** @param attributes written as they are, behind the others */
    SdpWriter audio(
            String protocol,
            List<Format> formats,
            OptionalInt telephoneEvent,
            Direction direction,
            List<String> attributes) {
        StringBuilder types = new StringBuilder();
        formats.forEach(format -> types.append(' ').append(format.payloadType));
        telephoneEvent.ifPresent(type -> types.append(' ').append(type));
        line("m=audio " + local.address().getPort() + " " + protocol + types);
        formats.forEach(
                format -> line("a=rtpmap:" + format.payloadType + " " + format.encoding + "/" + AudioCodec.RATE));
        telephoneEvent.ifPresent(type -> {
            line("a=rtpmap:" + type + " telephone-event/" + AudioCodec.RATE);
            line("a=fmtp:" + type + " 0-15");
        });
        line("a=ptime:" + LocalMedia.PTIME);
        line("a=" + direction.attribute());
        attributes.forEach(attribute -> line("a=" + attribute));
        return this;
    }

    /** A media that we do not take: port 0, the rest as it was offered (RFC 3264 section 6). */
    SdpWriter refused(MediaDescription media) {
        line("m=" + media.type() + " 0 " + media.protocol() + " " + String.join(" ", media.formats()));
        return this;
    }

    byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private void line(String content) {
        text.append(content).append("\r\n");
    }
}
