package io.voicebridge.speech;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Text to the model's tokens and back: SentencePiece BPE, where merged pieces with lower numbers were learned earlier and
 * go first. Thread-safe.
 */
final class Tokenizer {

    static final int BEGIN = 1;
    static final int END = 2;

    /** How Base64 of a token list begins, whose first line is {@code <unk>}. */
    private static final String LIST = "PHVuaz4K";

    /** SentencePiece writes a blank as this. */
    private static final char BLANK = '\u2581';

    private final List<String> pieces;
    private final Map<String, Integer> numbers = new HashMap<>();

    /** @param pieces in the order of their numbers */
    Tokenizer(List<String> pieces) {
        this.pieces = List.copyOf(pieces);
        for (int i = 0; i < this.pieces.size(); i++) {
            numbers.putIfAbsent(this.pieces.get(i), i);
        }
    }

    /**
     * Reads the list out of the script that carries it as a Base64 string.
     *
     * @throws IOException if there is none
     */
    static Tokenizer ofScript(Path script) throws IOException {
        String text = Files.readString(script, StandardCharsets.ISO_8859_1);
        int start = text.indexOf(LIST);
        if (start < 0) {
            throw new IOException(script.getFileName() + " has no list of tokens");
        }
        int end = start;
        while (end < text.length() && isBase64(text.charAt(end))) {
            end++;
        }
        byte[] list = Base64.getDecoder().decode(text.substring(start, end));
        return new Tokenizer(List.of(new String(list, StandardCharsets.UTF_8).split("\n")));
    }

    private static boolean isBase64(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '=';
    }

    int size() {
        return pieces.size();
    }

    int[] encode(String text) {
        List<String> parts = new ArrayList<>();
        (BLANK + text.replace(' ', BLANK)).codePoints().forEach(c -> parts.add(Character.toString(c)));
        for (int at = bestPair(parts); at >= 0; at = bestPair(parts)) {
            parts.set(at, parts.get(at) + parts.remove(at + 1));
        }
        return parts.stream().flatMapToInt(this::numbersOf).toArray();
    }

    /** Where the two neighbours are whose merged piece has the lowest number; -1 if none can merge. */
    private int bestPair(List<String> parts) {
        int best = -1;
        int lowest = Integer.MAX_VALUE;
        for (int i = 0; i + 1 < parts.size(); i++) {
            Integer merged = numbers.get(parts.get(i) + parts.get(i + 1));
            if (merged != null && merged < lowest) {
                lowest = merged;
                best = i;
            }
        }
        return best;
    }

    /** A character without a piece goes byte by byte. */
    private IntStream numbersOf(String part) {
        Integer number = numbers.get(part);
        if (number != null) {
            return IntStream.of(number);
        }
        byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
        return IntStream.range(0, utf8.length)
                .map(i -> numbers.getOrDefault(String.format("<0x%02X>", utf8[i] & 0xff), 0));
    }

    String decode(int[] tokens) {
        ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
        for (int token : tokens) {
            if (token < 0 || token >= pieces.size() || token == BEGIN || token == END) {
                continue;
            }
            String piece = pieces.get(token);
            if (piece.length() == 6 && piece.startsWith("<0x") && piece.endsWith(">")) {
                utf8.write(Integer.parseInt(piece, 3, 5, 16));
            } else {
                utf8.writeBytes(piece.replace(BLANK, ' ').getBytes(StandardCharsets.UTF_8));
            }
        }
        return utf8.toString(StandardCharsets.UTF_8).strip();
    }
}
