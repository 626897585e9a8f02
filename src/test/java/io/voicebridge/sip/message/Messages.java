package io.voicebridge.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

/** Parses what a test wrote with plain line ends. */
final class Messages {

    private static final MessageParser PARSER = new MessageParser(MessageLimits.STANDARD);

    private Messages() {}

    /** Turns LF into CRLF. */
    static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    static Parsed parse(byte[] bytes) {
        return PARSER.parse(bytes);
    }

    static WireRequest request(String text) {
        Parsed parsed = parse(bytes(text));
        assertThat(parsed).isInstanceOf(Parsed.Request.class);
        return ((Parsed.Request) parsed).request();
    }

    static WireResponse response(String text) {
        Parsed parsed = parse(bytes(text));
        assertThat(parsed).isInstanceOf(Parsed.Response.class);
        return ((Parsed.Response) parsed).response();
    }

    static Fault fault(String text) {
        Parsed parsed = parse(bytes(text));
        assertThat(parsed).isInstanceOf(Parsed.Faulty.class);
        return ((Parsed.Faulty) parsed).fault();
    }

    static Fault unreadable(String text) {
        Parsed parsed = parse(bytes(text));
        assertThat(parsed).isInstanceOf(Parsed.Unreadable.class);
        return ((Parsed.Unreadable) parsed).fault();
    }
}
