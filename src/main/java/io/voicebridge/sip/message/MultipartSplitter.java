package io.voicebridge.sip.message;

import io.voicebridge.sip.message.SessionBody.BodyPart;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Parts the parts of a multipart (RFC 2046 section 5.1.1) in one pass, with bounds on what a sender can make us do. */
final class MultipartSplitter {

    private static final int LONGEST_HEADERS = 4096;
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] EMPTY_LINE = {'\r', '\n', '\r', '\n'};

    private MultipartSplitter() {}

    /** @return what is wrong, in one sentence; empty if nothing is */
    static String split(BodyPart whole, int most, List<BodyPart> into) {
        byte[] body = whole.content();
        byte[] delimiter = whole.boundary();
        if (delimiter.length == 0) {
            return "The type of the multipart body has no boundary that is allowed";
        }
        int at = first(body, delimiter);
        while (at >= 0) {
            int after = at;
            if (startsWith(body, after, "--")) {
                return into.isEmpty() ? "The multipart body has no part" : "";
            }
            int line = indexOf(body, LINE_END, after);
            if (line < 0 || !isBlank(body, after, line)) {
                return "A line of the multipart body begins with the boundary and goes on";
            }
            // The line end of the boundary is also that before the next one, where a part is empty.
            int end = indexOf(body, delimiter, line);
            if (end < 0) {
                return "The multipart body does not end";
            }
            if (into.size() == most) {
                return "The multipart body has too many parts";
            }
            int contentEnd = Math.max(end, line + LINE_END.length);
            String fault = part(body, line + LINE_END.length, contentEnd, into);
            if (!fault.isEmpty()) {
                return fault;
            }
            at = end + delimiter.length;
        }
        return "The multipart body has no part";
    }

    /** Behind the first boundary, which has no line end before it where nothing comes before it. */
    private static int first(byte[] body, byte[] delimiter) {
        String dashes = new String(delimiter, 2, delimiter.length - 2, StandardCharsets.US_ASCII);
        if (startsWith(body, 0, dashes)) {
            return dashes.length();
        }
        int at = indexOf(body, delimiter, 0);
        return at < 0 ? -1 : at + delimiter.length;
    }

    private static String part(byte[] body, int from, int to, List<BodyPart> into) {
        if (to - from >= LINE_END.length && body[from] == '\r' && body[from + 1] == '\n') {
            into.add(BodyPart.of(body, from + LINE_END.length, to));
            return "";
        }
        int empty = indexOf(body, EMPTY_LINE, from);
        int headersEnd = empty < 0 || empty > to ? to : empty;
        if (headersEnd - from > LONGEST_HEADERS) {
            return "The headers of a part are too long";
        }
        BodyPart part = BodyPart.of(body, Math.min(headersEnd + EMPTY_LINE.length, to), to);
        String headers =
                Chars.text(body, from, headersEnd).replace("\r\n ", " ").replace("\r\n\t", " ");
        for (String line : headers.split("\r\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                part = part.within(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        }
        into.add(part);
        return "";
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Chars.isSpace(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(byte[] bytes, int at, String text) {
        if (at + text.length() > bytes.length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(byte[] bytes, byte[] wanted, int from) {
        for (int i = from; i + wanted.length <= bytes.length; i++) {
            int matched = 0;
            while (matched < wanted.length && bytes[i + matched] == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                return i;
            }
        }
        return -1;
    }
}
