package io.voicebridge.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * A message of RFC 4475 or RFC 5118.
 *
 * @param name as the RFC gives it, and of its file
 */
public record TortureMessage(int rfc, String section, String name, Treatment treatment) {

    private static final Path FOLDER = Path.of("src/test/resources/torture");

    /** The bytes as they travel. */
    public byte[] bytes() {
        try {
            return decode(Files.readString(FOLDER.resolve("rfc" + rfc).resolve(name + ".txt")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the notation of RFC 4475 section 2. */
    static byte[] decode(String text) {
        String joined = replaced(text, "<allOneLine>\n", "\n</allOneLine>", lines -> lines.replace("\n", ""));
        String repeated = replaced(joined, "<repeat count=", "</repeat>", TortureMessage::repeat);
        return bytesOf(repeated.replace("\n", "\r\n"));
    }

    private static String repeat(String countAndText) {
        int bracket = countAndText.indexOf('>');
        return countAndText.substring(bracket + 1).repeat(Integer.parseInt(countAndText.substring(0, bracket)));
    }

    private static String replaced(String text, String open, String close, UnaryOperator<String> change) {
        StringBuilder result = new StringBuilder();
        int at = 0;
        for (int from = text.indexOf(open); from >= 0; from = text.indexOf(open, at)) {
            int to = text.indexOf(close, from);
            result.append(text, at, from).append(change.apply(text.substring(from + open.length(), to)));
            at = to + close.length();
        }
        return result.append(text.substring(at)).toString();
    }

    private static byte[] bytesOf(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        for (int from = text.indexOf("<hex>"); from >= 0; from = text.indexOf("<hex>", at)) {
            int to = text.indexOf("</hex>", from);
            bytes.writeBytes(text.substring(at, from).getBytes(StandardCharsets.US_ASCII));
            for (int i = from + 5; i < to; i += 2) {
                bytes.write(Integer.parseInt(text.substring(i, i + 2), 16));
            }
            at = to + 6;
        }
        bytes.writeBytes(text.substring(at).getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return section + ' ' + name;
    }
}
