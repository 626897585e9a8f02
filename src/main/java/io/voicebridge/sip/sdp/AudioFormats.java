package io.voicebridge.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The formats of an audio line with their names: those of its rtpmap attributes, or the static ones of RFC 3551.
 */
final class AudioFormats {

    private record Format(int payloadType, String encoding, int rate, boolean mono) {}

    static final String COMFORT_NOISE = "CN";
    private static final String TELEPHONE_EVENT = "telephone-event";

    private final List<Format> formats = new ArrayList<>();

    AudioFormats(MediaDescription media) {
        for (String written : media.formats()) {
            Numbers.parse(written, 127).ifPresent(type -> formats.add(format(type, media)));
        }
    }

    private static Format format(int type, MediaDescription media) {
        for (SdpAttribute attribute : media.attributes()) {
            if (attribute.name().equals("rtpmap")) {
                Optional<Format> mapped = rtpmap(attribute.value(), type);
                if (mapped.isPresent()) {
                    return mapped.get();
                }
            }
        }
        return switch (type) {
            case 0 -> new Format(0, "PCMU", AudioCodec.RATE, true);
            case 3 -> new Format(3, "GSM", AudioCodec.RATE, true);
            case 4 -> new Format(4, "G723", AudioCodec.RATE, true);
            case 8 -> new Format(8, "PCMA", AudioCodec.RATE, true);
            case 9 -> new Format(9, "G722", AudioCodec.RATE, true);
            case 13 -> new Format(13, COMFORT_NOISE, AudioCodec.RATE, true);
            case 18 -> new Format(18, "G729", AudioCodec.RATE, true);
            default -> new Format(type, "payload type " + type, 0, true);
        };
    }

    /** Reads {@code 101 telephone-event/8000/1} if it is about this payload type. */
    private static Optional<Format> rtpmap(String value, int type) {
        int space = value.indexOf(' ');
        int slash = value.indexOf('/', Math.max(space, 0));
        if (space < 0
                || slash < 0
                || !Numbers.parse(value.substring(0, space), 127).equals(Optional.of(type))) {
            return Optional.empty();
        }
        int second = value.indexOf('/', slash + 1);
        String rate = second < 0 ? value.substring(slash + 1) : value.substring(slash + 1, second);
        boolean mono = second < 0 || value.substring(second + 1).trim().equals("1");
        return Optional.of(new Format(
                type,
                value.substring(space + 1, slash).trim(),
                Numbers.parse(rate.trim(), 999_999).orElse(0),
                mono));
    }

    /** The payload type of a codec, empty if it is not among the formats. */
    OptionalInt payloadType(AudioCodec codec) {
        return payloadType(codec.name());
    }

    /** The payload type of RFC 4733 digits with our sample rate. */
    OptionalInt telephoneEvent() {
        return payloadType(TELEPHONE_EVENT);
    }

    /** Comfort noise (RFC 3389) under its static payload type. */
    boolean hasComfortNoise() {
        return payloadType(COMFORT_NOISE).equals(OptionalInt.of(13));
    }

    private OptionalInt payloadType(String encoding) {
        for (Format format : formats) {
            if (format.encoding.equalsIgnoreCase(encoding) && format.rate == AudioCodec.RATE && format.mono) {
                return OptionalInt.of(format.payloadType);
            }
        }
        return OptionalInt.empty();
    }

    /** The codecs by name, for a refusal. */
    List<String> names() {
        return formats.stream()
                .filter(format -> !format.encoding.equalsIgnoreCase(TELEPHONE_EVENT))
                .map(format -> format.rate == 0 ? format.encoding : format.encoding + "/" + format.rate)
                .toList();
    }
}
