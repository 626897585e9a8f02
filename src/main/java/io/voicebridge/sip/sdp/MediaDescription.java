package io.voicebridge.sip.sdp;

import java.util.List;
import java.util.Optional;

/**
 * An {@code m=} line and what belongs to it (RFC 4566 section 5.14).
 *
 * @param type audio, video, ...
 * @param port 0 to 65535; 0 means that the media is not wanted
 * @param protocol RTP/AVP, RTP/SAVP, ...
 * @param formats payload types of RTP, as they were written
 * @param connection of this media, empty if that of the session counts
 */
public record MediaDescription(
        String type,
        int port,
        String protocol,
        List<String> formats,
        Optional<ConnectionAddress> connection,
        List<SdpAttribute> attributes) {

    /** The value of the first attribute with this name. */
    Optional<String> attribute(String name) {
        return SessionDescription.attribute(attributes, name);
    }
}
