package io.voicebridge.sip.message;

/**
 * How large a message may be.
 *
 * @param headerBytes start line and header section together
 * @param headers header fields
 * @param bodyBytes the body
 */
public record MessageLimits(int headerBytes, int headers, int bodyBytes) {

    /** 32 KB of headers, 100 of them, 64 KB of body. */
    public static final MessageLimits STANDARD = new MessageLimits(32 * 1024, 100, 64 * 1024);

    public MessageLimits {
        if (headerBytes < 512 || headers < 8 || bodyBytes < 0) {
            throw new IllegalArgumentException("Message limits are too small to take any call");
        }
    }
}
