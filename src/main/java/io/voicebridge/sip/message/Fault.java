package io.voicebridge.sip.message;

import java.util.Locale;

/**
 * What is wrong with a message. The sentence names the rule that was broken and never repeats what the sender wrote, so
 * that it can go into a Warning header as it is.
 */
public enum Fault {
    START_LINE(400, "The start line is not of the form of RFC 3261 section 7.1"),
    VERSION(505, "Only SIP/2.0 is understood"),
    LINE_END(400, "A header line is not ended by CRLF, or holds a control character"),
    HEADER_SECTION_OPEN(400, "The header section is not ended by an empty line"),
    HEADER_NAME(400, "A header name is not a token followed by a colon"),
    HEADER_SECTION_TOO_LARGE(513, "The header section is longer than this server accepts"),
    TOO_MANY_HEADERS(513, "There are more header fields than this server accepts"),
    BODY_TOO_LARGE(513, "The body is longer than this server accepts"),
    REQUEST_URI(400, "The Request-URI is malformed"),
    VIA(400, "A Via header is missing or malformed"),
    FROM(400, "The From header is missing, repeated or malformed"),
    TO(400, "The To header is missing, repeated or malformed"),
    CALL_ID(400, "The Call-ID header is missing, repeated or malformed"),
    CSEQ(400, "The CSeq header is missing, repeated or malformed"),
    CSEQ_METHOD(400, "The method of CSeq is not the method of the request"),
    MAX_FORWARDS(400, "The Max-Forwards header is repeated or not a number from 0 to 255"),
    CONTENT_LENGTH(400, "The Content-Length header is repeated or not a number"),
    BODY_SHORT(400, "The body is shorter than Content-Length says"),
    CONTACT(400, "A Contact header is malformed"),
    ROUTE(400, "A Route or Record-Route header is malformed");

    private final int status;
    private final String sentence;

    Fault(int status, String sentence) {
        this.status = status;
        this.sentence = sentence;
    }

    /** The name in kebab-case. */
    public String condition() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The status that answers a request with this fault. */
    public int status() {
        return status;
    }

    /** One sentence in plain ASCII without quotes. */
    public String sentence() {
        return sentence;
    }
}
