package io.voicebridge.sip.message;

import io.voicebridge.sip.SipHeader;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes one message. Every name and value is checked as it is added; Content-Length is written by {@link #build}. Not
 * thread-safe.
 */
public final class MessageBuilder {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    private byte[] body = {};

    private MessageBuilder() {}

    /** @throws IllegalArgumentException if the method is not a token, or the URI holds white space or a control */
    public static MessageBuilder request(String method, String uri) {
        if (!Chars.isToken(method)) {
            throw new IllegalArgumentException("A method must be a token");
        }
        HeaderRules.checkText("The Request-URI", uri);
        if (uri.isEmpty() || uri.chars().anyMatch(c -> Chars.isSpace(c) || c == '<' || c == '>')) {
            throw new IllegalArgumentException("A Request-URI must not be empty or hold spaces or angle brackets");
        }
        return new MessageBuilder().line(method + ' ' + uri + " SIP/2.0");
    }

    /** @param phrase empty for the standard one */
    public static MessageBuilder response(int status, String phrase) {
        if (status < 100 || status > 699) {
            throw new IllegalArgumentException("A status must be from 100 to 699");
        }
        HeaderRules.checkText("The reason phrase", phrase);
        return new MessageBuilder()
                .line("SIP/2.0 " + status + ' ' + (phrase.isEmpty() ? StatusPhrases.of(status) : phrase));
    }

    /**
     * A response with Via, From, To, Call-ID and CSeq as RFC 3261 section 8.2.6.2 wants them.
     *
     * @param source where the request came from, for {@code received} and {@code rport}
     * @param tag added to To if it has none; empty for none
     */
    public static MessageBuilder reply(
            RawMessage request, InetSocketAddress source, int status, String phrase, String tag) {
        MessageBuilder reply = response(status, phrase);
        reply.vias(request, source).copy(request, "From");
        Optional<String> to = request.header("To");
        if (to.isPresent()) {
            boolean tagged = tag.isEmpty()
                    || NameAddr.parse(to.get())
                            .filter(a -> a.params().has("tag"))
                            .isPresent();
            reply.bytes("To", request.valueBytes("To").get(0), tagged ? "" : ";tag=" + tag);
        }
        return reply.copy(request, "Call-ID").copy(request, "CSeq");
    }

    private MessageBuilder vias(RawMessage request, InetSocketAddress source) {
        List<byte[]> fields = request.valueBytes("Via");
        for (int i = 0; i < fields.size(); i++) {
            if (i == 0) {
                received("Via", stamped(request.header("Via").orElse(""), source));
            } else {
                bytes("Via", fields.get(i), "");
            }
        }
        return this;
    }

    private static String stamped(String field, InetSocketAddress source) {
        List<String> values = new ArrayList<>(2);
        if (ListValues.split(field, values)) {
            Via.parse(values.get(0))
                    .ifPresent(v -> values.set(0, v.stamped(source).toString()));
            return String.join(", ", values);
        }
        return field;
    }

    /** @throws IllegalArgumentException if the name is not a token or the value holds a control character */
    public MessageBuilder header(String name, String value) {
        HeaderRules.check(name, value);
        return line(name + ": " + value);
    }

    public MessageBuilder headers(List<SipHeader> headers) {
        for (SipHeader h : headers) {
            header(h.name(), h.value());
        }
        return this;
    }

    /** Copies every field of that name, whatever its length: it was received, so it fits. */
    public MessageBuilder copy(RawMessage message, String name) {
        for (byte[] value : message.valueBytes(name)) {
            bytes(name, value, "");
        }
        return this;
    }

    private void bytes(String name, byte[] value, String more) {
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        out.write(':');
        out.write(' ');
        for (byte b : value) {
            out.write(b == '\r' || b == '\n' ? ' ' : b);
        }
        line(more);
    }

    /** A value that came out of a parsed message, as it is: escaped controls, which RFC 3261 allows there, are kept. */
    public MessageBuilder received(String name, String value) {
        return line(name + ": " + value.replace('\r', ' ').replace('\n', ' '));
    }

    public MessageBuilder body(String contentType, byte[] content) {
        if (content.length > 0) {
            header("Content-Type", contentType);
            body = content.clone();
        }
        return this;
    }

    public byte[] build() {
        line("Content-Length: " + body.length);
        line("");
        out.writeBytes(body);
        return out.toByteArray();
    }

    private MessageBuilder line(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write('\r');
        out.write('\n');
        return this;
    }
}
