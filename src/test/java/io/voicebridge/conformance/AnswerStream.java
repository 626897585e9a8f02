package io.voicebridge.conformance;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Cuts answers without a body out of a TCP connection. */
final class AnswerStream {

    private final InputStream in;
    private final StringBuilder text = new StringBuilder();

    AnswerStream(InputStream in) {
        this.in = in;
    }

    /** @throws EOFException if the peer closed the connection, whether gently or not */
    String next() throws IOException {
        byte[] buffer = new byte[8192];
        int end = text.indexOf("\r\n\r\n");
        while (end < 0) {
            int n;
            try {
                n = in.read(buffer);
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException reset) {
                n = -1;
            }
            if (n < 0) {
                throw new EOFException();
            }
            text.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
            end = text.indexOf("\r\n\r\n");
        }
        String answer = text.substring(0, end + 4);
        text.delete(0, end + 4);
        return answer;
    }
}
