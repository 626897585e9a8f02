package io.voicebridge.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the session description in a body: the body itself, or the one part of a multipart that is one (RFC 5621). Carriers
 * put ISUP (RFC 3204) or a caller's place (RFC 6442) beside it; such parts are passed over, unless they say that they must
 * be understood. Bytes are looked at in place; how many parts there are and how deep they are nested is bounded.
 */
public final class SessionBody {

    /** The media type of a session description. */
    public static final String SDP = "application/sdp";

    private static final int MOST_PARTS = 16;
    private static final int DEEPEST = 3;
    /** Encodings that change nothing (RFC 2045 section 6.2). */
    private static final Set<String> PLAIN = Set.of("", "binary", "8bit", "7bit");

    /** What was found. */
    public sealed interface Reading permits Found, NotUnderstood, Malformed {}

    /** @param sdp empty if there is none */
    public record Found(byte[] sdp) implements Reading {}

    /** Something in the body must be understood, and is not. */
    public record NotUnderstood() implements Reading {}

    /** @param sentence what is wrong; it repeats nothing of the body */
    public record Malformed(String sentence) implements Reading {}

    private record Level(BodyPart part, int depth) {}

    private static final Reading NOTHING = new Found(new byte[0]);
    private static final Reading NOT_UNDERSTOOD = new NotUnderstood();

    private SessionBody() {}

    /** The description in a message; empty if there is none that can be read. */
    static byte[] sdp(RawMessage message) {
        return read(message) instanceof Found found ? found.sdp() : new byte[0];
    }

    /** Reads the body of a message. */
    public static Reading read(RawMessage message) {
        byte[] body = message.body();
        if (body.length == 0) {
            return NOTHING;
        }
        BodyPart whole = new BodyPart(message.header("Content-Type").orElse(""), "", "", body);
        if (whole.is(SDP)) {
            return new Found(body);
        }
        return whole.isMultipart() ? inside(whole) : NOT_UNDERSTOOD;
    }

    /** Outer parts first, each in its order. */
    private static Reading inside(BodyPart whole) {
        List<byte[]> descriptions = new ArrayList<>(2);
        Deque<Level> open = new ArrayDeque<>(List.of(new Level(whole, 1)));
        int seen = 0;
        while (!open.isEmpty()) {
            Level level = open.remove();
            List<BodyPart> parts = new ArrayList<>();
            String fault = MultipartSplitter.split(level.part(), MOST_PARTS - seen, parts);
            if (!fault.isEmpty()) {
                return new Malformed(fault);
            }
            seen += parts.size();
            for (BodyPart part : parts) {
                boolean plain = PLAIN.contains(part.encoding());
                if (part.is(SDP) && plain && part.isSession()) {
                    descriptions.add(part.content());
                } else if (part.isMultipart() && plain && level.depth() < DEEPEST) {
                    open.add(new Level(part, level.depth() + 1));
                } else if (part.isRequired() || part.is(SDP) && part.isSession()) {
                    return NOT_UNDERSTOOD;
                }
            }
        }
        if (descriptions.size() > 1 && !whole.is("multipart/alternative")) {
            // Another element on the way could take the other one for the session.
            return new Malformed("The body holds more than one session description");
        }
        // Of alternatives the last that is understood is the best (RFC 2046 section 5.1.4).
        return descriptions.isEmpty() ? NOTHING : new Found(descriptions.get(descriptions.size() - 1));
    }

    /**
     * A body or a part of one.
     *
     * @param type the value of Content-Type
     * @param disposition the value of Content-Disposition
     * @param encoding of Content-Transfer-Encoding, in lower case
     */
    record BodyPart(String type, String disposition, String encoding, byte[] content) {

        boolean is(String mediaType) {
            return mediaType().equals(mediaType);
        }

        boolean isMultipart() {
            return mediaType().startsWith("multipart/");
        }

        private String mediaType() {
            int semicolon = type.indexOf(';');
            String plain = semicolon < 0 ? type : type.substring(0, semicolon);
            return plain.replace(" ", "").toLowerCase(Locale.ROOT);
        }

        /** A session description is one of the session if it does not say otherwise (RFC 3261 section 20.11). */
        boolean isSession() {
            List<HeaderValues.Value> values = HeaderValues.split(disposition);
            return disposition.isEmpty()
                    || !values.isEmpty() && values.get(0).head().equalsIgnoreCase("session");
        }

        /** Only where it is written: what leaves it out is passed over, more leniently than RFC 3261 has it. */
        boolean isRequired() {
            return HeaderValues.split(disposition).stream()
                    .anyMatch(value -> value.text("handling").equalsIgnoreCase("required"));
        }

        /** The bytes that part one part from the next; empty if the type names none that is allowed. */
        byte[] boundary() {
            List<HeaderValues.Value> values = HeaderValues.split(type);
            String written = values.isEmpty() ? "" : values.get(0).text("boundary");
            boolean allowed = !written.isEmpty()
                    && written.length() <= 70
                    && written.chars().allMatch(c -> c >= ' ' && c <= '~');
            return allowed ? ("\r\n--" + written).getBytes(StandardCharsets.US_ASCII) : new byte[0];
        }

        BodyPart within(String name, String value) {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "content-type", "c" -> new BodyPart(value, disposition, encoding, content);
                case "content-disposition" -> new BodyPart(type, value, encoding, content);
                case "content-transfer-encoding" ->
                    new BodyPart(type, disposition, value.toLowerCase(Locale.ROOT), content);
                default -> this;
            };
        }

        static BodyPart of(byte[] bytes, int from, int to) {
            return new BodyPart("", "", "", Arrays.copyOfRange(bytes, from, to));
        }
    }
}
