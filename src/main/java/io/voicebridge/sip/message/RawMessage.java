package io.voicebridge.sip.message;

import io.voicebridge.sip.SipHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of a message with an index of its header fields; nothing is decoded before it is asked for. Immutable and
 * readable from any thread.
 */
public final class RawMessage {

    /** Ints per header field in {@link #fields}: name from, name to, value from, value to. */
    static final int STRIDE = 4;

    private final byte[] bytes;
    private final int startLineFrom;
    private final int startLineTo;
    private final int[] fields;
    private final int bodyFrom;
    private final int bodyTo;

    RawMessage(byte[] bytes, int startLineFrom, int startLineTo, int[] fields, int bodyFrom, int bodyTo) {
        this.bytes = bytes;
        this.startLineFrom = startLineFrom;
        this.startLineTo = startLineTo;
        this.fields = fields;
        this.bodyFrom = bodyFrom;
        this.bodyTo = bodyTo;
    }

    RawMessage withBodyEnd(int end) {
        return new RawMessage(bytes, startLineFrom, startLineTo, fields, bodyFrom, end);
    }

    String startLine() {
        return Chars.text(bytes, startLineFrom, startLineTo);
    }

    /** First word of the start line; empty if there is only one. */
    public String method() {
        return word(0);
    }

    /** Second word of the start line, as written; empty if no other follows. */
    public String requestUri() {
        return word(startLine().indexOf(' ') + 1);
    }

    private String word(int from) {
        String line = startLine();
        int to = line.indexOf(' ', from);
        return to < 0 ? "" : line.substring(from, to);
    }

    int bodyLength() {
        return bodyTo - bodyFrom;
    }

    int bodyFrom() {
        return bodyFrom;
    }

    int fieldCount() {
        return fields.length / STRIDE;
    }

    /** How often a header stands in the message. */
    int count(String name) {
        int n = 0;
        for (int f = next(name, 0); f >= 0; f = next(name, f + 1)) {
            n++;
        }
        return n;
    }

    /** First value of a header, by its long name, without regard to case. */
    public Optional<String> header(String name) {
        int f = next(name, 0);
        return f < 0 ? Optional.empty() : Optional.of(value(f));
    }

    /** Every field value of a header, in order; a value that lists several with commas is left as it is. */
    public List<String> fieldValues(String name) {
        List<String> values = new ArrayList<>(2);
        for (int f = next(name, 0); f >= 0; f = next(name, f + 1)) {
            values.add(value(f));
        }
        return values;
    }

    /** Every value of a list header, in order, over all its fields. Empty if one of them is malformed. */
    public Optional<List<String>> values(String name) {
        List<String> values = new ArrayList<>(2);
        for (int f = next(name, 0); f >= 0; f = next(name, f + 1)) {
            if (!ListValues.split(value(f), values)) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    /** Every header, in the order of the message. */
    public List<SipHeader> headers() {
        List<SipHeader> all = new ArrayList<>(fieldCount());
        for (int f = 0; f < fieldCount(); f++) {
            all.add(new SipHeader(name(f), value(f)));
        }
        return all;
    }

    /** The message as it came, not a copy: nobody may write to it. */
    public byte[] bytes() {
        return bytes;
    }

    public byte[] body() {
        return Arrays.copyOfRange(bytes, bodyFrom, bodyTo);
    }

    private String name(int field) {
        int from = fields[field * STRIDE];
        int to = fields[field * STRIDE + 1];
        String written = Chars.text(bytes, from, to);
        return to - from == 1 ? HeaderNames.ofLetter(bytes[from]).orElse(written) : written;
    }

    /** Unfolded (RFC 3261 section 7.3.1): a line break and the white space around it count as one space. */
    private String value(int field) {
        int from = fields[field * STRIDE + 2];
        int to = fields[field * STRIDE + 3];
        int cr = from;
        while (cr < to && bytes[cr] != '\r') {
            cr++;
        }
        return cr == to ? Chars.text(bytes, from, to) : text(unfolded(from, to));
    }

    private static String text(byte[] flat) {
        return Chars.text(flat, 0, flat.length);
    }

    private byte[] unfolded(int from, int to) {
        byte[] flat = new byte[to - from];
        int n = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] != '\r') {
                flat[n++] = bytes[i];
                continue;
            }
            while (n > 0 && Chars.isSpace(flat[n - 1])) {
                n--;
            }
            while (i + 1 < to && (Chars.isSpace(bytes[i + 1]) || bytes[i + 1] == '\n' || bytes[i + 1] == '\r')) {
                i++;
            }
            flat[n++] = ' ';
        }
        return Arrays.copyOf(flat, n);
    }

    /**
     * Every field value of a header, in order, unfolded but otherwise byte for byte: a response holds what it answers
     * (RFC 3261 section 8.2.6.2), in whatever encoding its sender wrote it.
     */
    List<byte[]> valueBytes(String name) {
        List<byte[]> values = new ArrayList<>(2);
        for (int f = next(name, 0); f >= 0; f = next(name, f + 1)) {
            values.add(unfolded(fields[f * STRIDE + 2], fields[f * STRIDE + 3]));
        }
        return values;
    }

    private int next(String name, int field) {
        for (int f = field; f < fieldCount(); f++) {
            if (isNamed(f, name)) {
                return f;
            }
        }
        return -1;
    }

    private boolean isNamed(int field, String name) {
        int from = fields[field * STRIDE];
        int length = fields[field * STRIDE + 1] - from;
        if (length == 1 && name.length() > 1) {
            Optional<String> full = HeaderNames.ofLetter(bytes[from]);
            return full.isPresent() && full.get().equalsIgnoreCase(name);
        }
        if (length != name.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (Chars.lower(bytes[from + i]) != Chars.lower(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
