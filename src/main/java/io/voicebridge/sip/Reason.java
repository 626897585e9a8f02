package io.voicebridge.sip;

import io.voicebridge.sip.message.HeaderValues;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * One value of a Reason header (RFC 3326; in responses RFC 6432).
 *
 * @param protocol {@code SIP}, {@code Q.850}, or whatever the peer wrote
 * @param cause a SIP status, a Q.850 cause (ITU-T Q.850 table 1), ...; empty if there is none
 * @param text for a person; empty if there is none
 */
public record Reason(String protocol, OptionalInt cause, String text) {

    public static final String HEADER = "Reason";

    private static final int LONGEST_TEXT = 200;

    public static Reason sip(int status, String text) {
        return new Reason("SIP", OptionalInt.of(status), text);
    }

    public static Reason q850(int cause, String text) {
        return new Reason("Q.850", OptionalInt.of(cause), text);
    }

    /** The reasons among headers, in their order; what is malformed is left out. */
    public static List<Reason> of(List<SipHeader> headers) {
        List<Reason> found = new ArrayList<>(2);
        for (SipHeader header : headers) {
            if (header.name().equalsIgnoreCase(HEADER)) {
                HeaderValues.split(header.value()).forEach(value -> found.add(parse(value)));
            }
        }
        return found;
    }

    private static Reason parse(HeaderValues.Value value) {
        OptionalInt cause = value.number("cause", 999);
        return new Reason(value.head(), cause, value.text("text"));
    }

    /** This reason as a header; the text is cut to 200 characters, and what may not stand in quotes is replaced. */
    public SipHeader header() {
        StringBuilder value = new StringBuilder(protocol);
        cause.ifPresent(number -> value.append(";cause=").append(number));
        if (!text.isEmpty()) {
            value.append(";text=\"").append(quotable(text)).append('"');
        }
        return new SipHeader(HEADER, value.toString());
    }

    private static String quotable(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), LONGEST_TEXT));
        for (int i = 0; i < text.length() && out.length() < LONGEST_TEXT; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\'');
            } else {
                out.append(c < ' ' || c == 0x7f || Character.isSurrogate(c) ? ' ' : c);
            }
        }
        return out.toString();
    }
}
