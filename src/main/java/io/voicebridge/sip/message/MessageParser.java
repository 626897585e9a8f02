package io.voicebridge.sip.message;

import java.util.List;
import java.util.Optional;

/**
 * Reads one whole message from bytes (RFC 3261 section 7). It never throws on input, works in one pass without
 * recursion, and decodes only the start line and the mandatory headers. Thread-safe.
 */
public final class MessageParser {

    /** Far above any limit, far below where adding to it overflows. */
    private static final int LARGEST_LENGTH = 999_999_999;

    private final MessageLimits limits;

    public MessageParser(MessageLimits limits) {
        this.limits = limits;
    }

    /** @param bytes exactly one message, as a datagram or the framer of a stream gave it; it must not change later */
    public Parsed parse(byte[] bytes) {
        HeaderScan scan = new HeaderScan(bytes, limits);
        scan.run();
        RawMessage raw = scan.message();
        String line = raw.startLine();
        if (startsWith(line, "SIP/")) {
            return scan.fault().isPresent() ? new Parsed.Unreadable(scan.fault().get()) : response(line, raw);
        }
        int methodEnd = line.indexOf(' ');
        if (methodEnd < 1 || !Chars.isToken(line.substring(0, methodEnd))) {
            return new Parsed.Unreadable(Fault.START_LINE);
        }
        return request(line, line.substring(0, methodEnd), raw, scan.fault());
    }

    private Parsed request(String line, String method, RawMessage raw, Optional<Fault> scanFault) {
        if (scanFault.isPresent()) {
            return faulty(method, raw, scanFault.get());
        }
        int uriFrom = method.length() + 1;
        int uriTo = line.indexOf(' ', uriFrom);
        if (uriTo < 0) {
            return faulty(method, raw, Fault.START_LINE);
        }
        String version = line.substring(uriTo + 1);
        if (!version.equalsIgnoreCase("SIP/2.0")) {
            return faulty(method, raw, isVersion(version) ? Fault.VERSION : Fault.START_LINE);
        }
        String uri = line.substring(uriFrom, uriTo);
        if (!isRequestUri(uri)) {
            return faulty(method, raw, Fault.REQUEST_URI);
        }
        Essentials.Reading reading = Essentials.of(raw, method);
        if (reading.fault().isPresent()) {
            return faulty(method, raw, reading.fault().get());
        }
        Optional<Fault> fault = checkOthers(raw);
        if (fault.isPresent()) {
            return faulty(method, raw, fault.get());
        }
        RawMessage framed = raw.withBodyEnd(bodyEnd(raw));
        return new Parsed.Request(
                new WireRequest(method, uri, framed, reading.essentials().orElseThrow()));
    }

    private Parsed response(String line, RawMessage raw) {
        boolean formed =
                line.length() >= 11 && startsWith(line, "SIP/2.0 ") && (line.length() == 11 || line.charAt(11) == ' ');
        long status = formed ? Chars.number(line.substring(8, 11), 699) : -1;
        if (status < 100) {
            return new Parsed.Unreadable(Fault.START_LINE);
        }
        Essentials.Reading reading = Essentials.of(raw, "");
        Optional<Fault> fault = reading.fault().or(() -> checkOthers(raw));
        if (fault.isPresent()) {
            return new Parsed.Unreadable(fault.get());
        }
        String phrase = line.length() > 12 ? line.substring(12) : "";
        RawMessage framed = raw.withBodyEnd(bodyEnd(raw));
        return new Parsed.Response(new WireResponse(
                (int) status, phrase, framed, reading.essentials().orElseThrow()));
    }

    /** An ACK is never answered (RFC 3261 section 17), so a faulty one is of no use. */
    private static Parsed faulty(String method, RawMessage raw, Fault fault) {
        return method.equals("ACK") ? new Parsed.Unreadable(fault) : new Parsed.Faulty(raw, fault);
    }

    private Optional<Fault> checkOthers(RawMessage raw) {
        if (!isNumberIfPresent(raw, "Max-Forwards", 255)) {
            return Optional.of(Fault.MAX_FORWARDS);
        }
        if (!isNumberIfPresent(raw, "Content-Length", LARGEST_LENGTH)) {
            return Optional.of(Fault.CONTENT_LENGTH);
        }
        if (bodyEnd(raw) - raw.bodyFrom() > raw.bodyLength()) {
            return Optional.of(Fault.BODY_SHORT);
        }
        if (bodyEnd(raw) - raw.bodyFrom() > limits.bodyBytes()) {
            return Optional.of(Fault.BODY_TOO_LARGE);
        }
        if (!areAddresses(raw, "Route") || !areAddresses(raw, "Record-Route")) {
            return Optional.of(Fault.ROUTE);
        }
        boolean star = raw.header("Contact").filter("*"::equals).isPresent();
        return star || areAddresses(raw, "Contact") ? Optional.empty() : Optional.of(Fault.CONTACT);
    }

    /** What follows the body in a datagram does not belong to the message (RFC 3261 section 18.3). */
    private static int bodyEnd(RawMessage raw) {
        return raw.header("Content-Length")
                .map(l -> raw.bodyFrom() + (int) Chars.number(l, LARGEST_LENGTH))
                .orElse(raw.bodyFrom() + raw.bodyLength());
    }

    private static boolean isNumberIfPresent(RawMessage raw, String name, long max) {
        int count = raw.count(name);
        return count == 0 || count == 1 && Chars.number(raw.header(name).orElse(""), max) >= 0;
    }

    private static boolean areAddresses(RawMessage raw, String name) {
        if (raw.count(name) == 0) {
            return true;
        }
        Optional<List<String>> values = raw.values(name);
        return values.isPresent()
                && values.get().stream().allMatch(v -> NameAddr.parse(v).isPresent());
    }

    private static boolean isRequestUri(String uri) {
        return switch (SipUri.schemeOf(uri).orElse("")) {
            case "" -> false;
            case "sip", "sips", "tel" -> SipUri.parse(uri).isPresent();
            default -> uri.indexOf('<') < 0;
        };
    }

    private static boolean isVersion(String text) {
        return startsWith(text, "SIP/") && Chars.isToken(text.substring(4));
    }

    private static boolean startsWith(String text, String prefix) {
        return text.regionMatches(true, 0, prefix, 0, prefix.length());
    }
}
