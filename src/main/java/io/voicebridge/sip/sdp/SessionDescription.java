package io.voicebridge.sip.sdp;

import java.util.List;
import java.util.Optional;

/**
 * A session description (RFC 4566), as far as offer and answer need it.
 *
 * @param timing the value of the {@code t=} line, which an answer repeats
 * @param connection of every media that has none of its own
 */
public record SessionDescription(
        String timing,
        Optional<ConnectionAddress> connection,
        List<SdpAttribute> attributes,
        List<MediaDescription> media) {

    /** The direction of a media: its own attribute, else that of the session, else both ways. */
    Direction direction(MediaDescription of) {
        return direction(of.attributes()).or(() -> direction(attributes)).orElse(Direction.SENDRECV);
    }

    /** The address of a media. */
    Optional<ConnectionAddress> connection(MediaDescription of) {
        return of.connection().or(this::connection);
    }

    static Optional<String> attribute(List<SdpAttribute> attributes, String name) {
        for (SdpAttribute attribute : attributes) {
            if (attribute.name().equals(name)) {
                return Optional.of(attribute.value());
            }
        }
        return Optional.empty();
    }

    private static Optional<Direction> direction(List<SdpAttribute> attributes) {
        for (SdpAttribute attribute : attributes) {
            Optional<Direction> direction = Direction.ofAttribute(attribute.name());
            if (direction.isPresent()) {
                return direction;
            }
        }
        return Optional.empty();
    }
}
