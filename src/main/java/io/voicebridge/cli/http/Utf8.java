package io.voicebridge.cli.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text as it is sent. Parsers of JSON and YAML would guess other encodings from the first bytes, so that what was signed as
 * UTF-8 could be read as something else.
 */
final class Utf8 {

    private Utf8() {}

    /** Without a byte order mark. @throws CharacterCodingException if it is no UTF-8 */
    static String text(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
