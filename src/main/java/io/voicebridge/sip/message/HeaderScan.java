package io.voicebridge.sip.message;

import java.util.Arrays;
import java.util.Optional;

/**
 * One pass over start line and header section that notes where each field stands. It goes on after a fault as far as the
 * limits allow, so that the answer can name the transaction it belongs to.
 */
final class HeaderScan {

    private final byte[] bytes;
    private final MessageLimits limits;
    private int[] fields = new int[16 * RawMessage.STRIDE];
    private int count;
    private int position;
    private int startLineFrom;
    private int startLineTo;
    private Fault fault;

    HeaderScan(byte[] bytes, MessageLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    void run() {
        // Empty lines before the start line are to be ignored (RFC 3261 section 7.5).
        while (position + 1 < bytes.length && bytes[position] == '\r' && bytes[position + 1] == '\n') {
            position += 2;
        }
        startLineFrom = position;
        startLineTo = lineEnd(position);
        position = afterLine(startLineTo);
        while (position < bytes.length && bytes[position] != '\r' && bytes[position] != '\n') {
            field();
        }
        if (position >= bytes.length) {
            note(Fault.HEADER_SECTION_OPEN);
        } else {
            position = afterLine(lineEnd(position));
        }
        if (position - startLineFrom > limits.headerBytes()) {
            fault = Fault.HEADER_SECTION_TOO_LARGE;
        }
    }

    Optional<Fault> fault() {
        return Optional.ofNullable(fault);
    }

    RawMessage message() {
        int[] found = Arrays.copyOf(fields, count * RawMessage.STRIDE);
        return new RawMessage(bytes, startLineFrom, startLineTo, found, Math.min(position, bytes.length), bytes.length);
    }

    private void field() {
        int from = position;
        int to = lineEnd(from);
        position = afterLine(to);
        while (position < bytes.length && Chars.isSpace(bytes[position])) {
            to = lineEnd(position);
            position = afterLine(to);
        }
        int nameTo = from;
        while (nameTo < to && Chars.isToken(bytes[nameTo])) {
            nameTo++;
        }
        int colon = nameTo;
        while (colon < to && Chars.isSpace(bytes[colon])) {
            colon++;
        }
        if (nameTo == from || colon == to || bytes[colon] != ':') {
            note(Fault.HEADER_NAME);
            return;
        }
        if (count == limits.headers()) {
            note(Fault.TOO_MANY_HEADERS);
            return;
        }
        add(from, nameTo, colon + 1, to);
    }

    private void add(int nameFrom, int nameTo, int valueFrom, int valueTo) {
        int from = valueFrom;
        int to = valueTo;
        while (from < to && isFoldOrSpace(bytes[from])) {
            from++;
        }
        while (to > from && isFoldOrSpace(bytes[to - 1])) {
            to--;
        }
        if (count * RawMessage.STRIDE == fields.length) {
            fields = Arrays.copyOf(fields, fields.length * 2);
        }
        int at = count * RawMessage.STRIDE;
        fields[at] = nameFrom;
        fields[at + 1] = nameTo;
        fields[at + 2] = from;
        fields[at + 3] = to;
        count++;
    }

    private static boolean isFoldOrSpace(byte b) {
        return Chars.isSpace(b) || b == '\r' || b == '\n';
    }

    /** Where the line that starts at {@code from} ends, before its CRLF. Only CRLF ends a line: a lone CR or LF hides one. */
    private int lineEnd(int from) {
        int i = from;
        while (i < bytes.length && bytes[i] != '\n') {
            if (isForbidden(i, from)) {
                note(Fault.LINE_END);
            }
            i++;
        }
        if (i > from && i < bytes.length && bytes[i - 1] == '\r') {
            return i - 1;
        }
        note(i < bytes.length ? Fault.LINE_END : Fault.HEADER_SECTION_OPEN);
        return i;
    }

    /** Controls stand only behind a backslash in a quoted string (RFC 3261 section 25.1, quoted-pair). */
    private boolean isForbidden(int i, int from) {
        byte b = bytes[i];
        if (b == '\r') {
            return i + 1 == bytes.length || bytes[i + 1] != '\n';
        }
        boolean control = b >= 0 && b < ' ' && b != '\t' || b == 127;
        return control && (i == from || bytes[i - 1] != '\\');
    }

    private int afterLine(int end) {
        int i = end;
        if (i < bytes.length && bytes[i] == '\r') {
            i++;
        }
        return Math.min(i + 1, bytes.length);
    }

    private void note(Fault found) {
        if (fault == null) {
            fault = found;
        }
    }
}
