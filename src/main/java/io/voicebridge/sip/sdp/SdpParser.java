package io.voicebridge.sip.sdp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a session description (RFC 4566) from hostile bytes, in one pass and within limits. Lines of types that are not
 * needed are skipped; lines may end in CRLF, LF or CR.
 */
public final class SdpParser {

    /** Bytes of a body. */
    public static final int MAX_SIZE = 16 * 1024;

    static final int MAX_MEDIA = 8;
    static final int MAX_ATTRIBUTES = 64;
    static final int MAX_FORMATS = 32;
    private static final int MAX_TOKEN = 64;

    private final String text;
    private int at;
    private int line;

    private boolean version;
    private boolean origin;
    private Optional<String> timing = Optional.empty();
    private Optional<ConnectionAddress> connection = Optional.empty();
    private final List<SdpAttribute> attributes = new ArrayList<>();
    private final List<Media> media = new ArrayList<>();

    /** An m= line whose attributes are still being read. */
    private static final class Media {
        private String type;
        private int port;
        private String protocol;
        private final List<String> formats = new ArrayList<>();
        private Optional<ConnectionAddress> connection = Optional.empty();
        private final List<SdpAttribute> attributes = new ArrayList<>();

        MediaDescription done() {
            return new MediaDescription(
                    type, port, protocol, List.copyOf(formats), connection, List.copyOf(attributes));
        }
    }

    private SdpParser(byte[] body) {
        text = new String(body, StandardCharsets.ISO_8859_1); // every byte is a character: nothing can fail to decode
    }

    /** @throws SdpException if the body is not a session description, or goes beyond a limit */
    public static SessionDescription parse(byte[] body) throws SdpException {
        if (body.length == 0) {
            throw new SdpException("the body is empty");
        }
        if (body.length > MAX_SIZE) {
            throw new SdpException("the body has " + body.length + " bytes, more than " + MAX_SIZE);
        }
        return new SdpParser(body).parse();
    }

    private SessionDescription parse() throws SdpException {
        while (at < text.length()) {
            String content = nextLine();
            line++;
            if (!content.isEmpty()) {
                read(content);
            }
        }
        if (!version || !origin) {
            throw new SdpException(version ? "there is no o= line" : "there is no v=0 line");
        }
        List<MediaDescription> done = new ArrayList<>(media.size());
        for (Media each : media) {
            done.add(each.done());
        }
        return new SessionDescription(timing.orElse("0 0"), connection, List.copyOf(attributes), List.copyOf(done));
    }

    private String nextLine() {
        int end = at;
        while (end < text.length() && text.charAt(end) != '\r' && text.charAt(end) != '\n') {
            end++;
        }
        String content = text.substring(at, end);
        at = end + 1;
        if (end + 1 < text.length() && text.charAt(end) == '\r' && text.charAt(end + 1) == '\n') {
            at++;
        }
        return content;
    }

    private void read(String content) throws SdpException {
        if (content.length() < 2 || content.charAt(1) != '=') {
            throw wrong("is not of the form letter=value");
        }
        char type = content.charAt(0);
        if (!version && type != 'v') {
            throw wrong("stands before v=0");
        }
        Fields fields = new Fields(content);
        switch (type) {
            case 'v' -> version(content);
            case 'o' -> origin(fields);
            case 't' -> timing(fields);
            case 'c' -> connection(fields);
            case 'a' -> attribute(content);
            case 'm' -> media(fields);
            default -> {
                // s=, i=, b=, k=, r=, ... say nothing that an answer depends on
            }
        }
    }

    private void version(String content) throws SdpException {
        if (!content.equals("v=0") || version) {
            throw wrong("should be the one v=0");
        }
        version = true;
    }

    private void origin(Fields fields) throws SdpException {
        for (int i = 0; i < 6; i++) {
            if (fields.next().isEmpty()) {
                throw wrong("o= needs six fields");
            }
        }
        origin = true;
    }

    private void timing(Fields fields) throws SdpException {
        if (timing.isEmpty()) {
            timing = Optional.of(digits(fields.next()) + " " + digits(fields.next()));
        }
    }

    private String digits(String field) throws SdpException {
        if (field.isEmpty() || field.length() > 20) {
            throw wrong("t= needs two numbers");
        }
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) < '0' || field.charAt(i) > '9') {
                throw wrong("t= needs two numbers");
            }
        }
        return field;
    }

    private void connection(Fields fields) throws SdpException {
        String network = fields.next();
        String family = fields.next();
        String host = fields.next();
        if (!network.equals("IN") || host.isEmpty() || !(family.equals("IP4") || family.equals("IP6"))) {
            throw wrong("c= should be IN IP4 or IN IP6 and an address");
        }
        int slash = host.indexOf('/'); // time to live and count of a multicast address
        String bare = slash < 0 ? host : host.substring(0, slash);
        ConnectionAddress address = new ConnectionAddress(bare, IpAddresses.parse(bare));
        if (media.isEmpty()) {
            connection = connection.or(() -> Optional.of(address));
        } else {
            Media last = media.get(media.size() - 1);
            last.connection = last.connection.or(() -> Optional.of(address));
        }
    }

    private void attribute(String content) throws SdpException {
        List<SdpAttribute> owner = media.isEmpty() ? attributes : media.get(media.size() - 1).attributes;
        if (owner.size() == MAX_ATTRIBUTES) {
            throw wrong("is one attribute more than " + MAX_ATTRIBUTES);
        }
        int colon = content.indexOf(':');
        owner.add(
                colon < 0
                        ? new SdpAttribute(content.substring(2).trim(), "")
                        : new SdpAttribute(
                                content.substring(2, colon),
                                content.substring(colon + 1).trim()));
    }

    private void media(Fields fields) throws SdpException {
        if (media.size() == MAX_MEDIA) {
            throw wrong("is one m= line more than " + MAX_MEDIA);
        }
        Media next = new Media();
        next.type = token(fields.next());
        String port = fields.next();
        int slash = port.indexOf('/'); // number of ports
        next.port = Numbers.parse(slash < 0 ? port : port.substring(0, slash), 65535)
                .orElseThrow(() -> wrong("has no port in 0-65535"));
        next.protocol = token(fields.next());
        for (String format = fields.next(); !format.isEmpty(); format = fields.next()) {
            if (next.formats.size() == MAX_FORMATS) {
                throw wrong("has more than " + MAX_FORMATS + " formats");
            }
            next.formats.add(token(format));
        }
        if (next.formats.isEmpty()) {
            throw wrong("m= needs media, port, protocol and formats");
        }
        media.add(next);
    }

    /** What an answer repeats must be harmless: visible ASCII, not endless. */
    private String token(String field) throws SdpException {
        boolean visible = !field.isEmpty() && field.length() <= MAX_TOKEN;
        for (int i = 0; visible && i < field.length(); i++) {
            visible = field.charAt(i) > ' ' && field.charAt(i) < 0x7F;
        }
        if (!visible) {
            throw wrong("m= has a field that is empty, too long or not ASCII");
        }
        return field;
    }

    private SdpException wrong(String what) {
        return new SdpException("line " + line + " " + what);
    }

    /** The fields of a line behind its letter, divided by spaces. */
    private static final class Fields {
        private final String content;
        private int from = 2;

        Fields(String content) {
            this.content = content;
        }

        /** The next field; empty at the end. */
        String next() {
            while (from < content.length() && content.charAt(from) == ' ') {
                from++;
            }
            int start = from;
            while (from < content.length() && content.charAt(from) != ' ') {
                from++;
            }
            return content.substring(start, from);
        }
    }
}
