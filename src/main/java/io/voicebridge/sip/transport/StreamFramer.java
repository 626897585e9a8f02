package io.voicebridge.sip.transport;

import io.voicebridge.sip.message.Fault;
import io.voicebridge.sip.message.Framing;
import io.voicebridge.sip.message.MessageLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Cuts a byte stream into messages by Content-Length (RFC 3261 section 18.3), whatever the pieces it arrives in. After
 * {@link Frame.Broken} the stream has lost its frame and must be closed. Not thread-safe.
 */
final class StreamFramer {

    sealed interface Frame {

        record Message(byte[] bytes) implements Frame {}

        /** A double CRLF between messages (RFC 5626 section 3.5.1). */
        record KeepAlive() implements Frame {}

        /** @param bytes what came of the message so far */
        record Broken(Fault fault, byte[] bytes) implements Frame {}
    }

    private static final int SMALL = 2048;

    private final MessageLimits limits;
    private byte[] buffer = new byte[SMALL];
    private int length;
    /** Everything before it was searched for the end of the header section. */
    private int searched;
    /** Where the message that is arriving ends; -1 while its header section is not complete. */
    private int messageEnd = -1;

    private int lineBreaks;
    private boolean broken;

    StreamFramer(MessageLimits limits) {
        this.limits = limits;
    }

    /** True while a message has begun and is not complete. */
    boolean isInMessage() {
        return length > 0;
    }

    /** Bytes that are set aside for it beyond what every stream has. */
    int capacity() {
        return buffer.length - SMALL;
    }

    List<Frame> feed(byte[] chunk) {
        List<Frame> frames = new ArrayList<>(2);
        int at = 0;
        while (at < chunk.length && !broken) {
            if (length == 0) {
                at = skipLineBreaks(chunk, at, frames);
            }
            if (at < chunk.length) {
                at += take(chunk, at);
                cut(frames);
            }
        }
        return frames;
    }

    private int skipLineBreaks(byte[] chunk, int from, List<Frame> frames) {
        int at = from;
        while (at < chunk.length && chunk[at] == (lineBreaks % 2 == 0 ? '\r' : '\n')) {
            at++;
            if (++lineBreaks == 4) {
                frames.add(new Frame.KeepAlive());
                lineBreaks = 0;
            }
        }
        if (at < chunk.length) {
            lineBreaks = 0;
        }
        return at;
    }

    /** Copies as much of the chunk as the limits let this message grow; returns how much. */
    private int take(byte[] chunk, int from) {
        int room = (messageEnd < 0 ? limits.headerBytes() + 1 : messageEnd) - length;
        int n = Math.min(room, chunk.length - from);
        if (length + n > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(length + n, buffer.length * 2));
        }
        System.arraycopy(chunk, from, buffer, length, n);
        length += n;
        return n;
    }

    private void cut(List<Frame> frames) {
        // A chunk may hold the end of this message and whole others: each turn takes one off the front.
        while (length > 0 && !broken) {
            if (messageEnd < 0 && !findHeaderEnd(frames)) {
                return;
            }
            if (length < messageEnd) {
                return;
            }
            frames.add(new Frame.Message(Arrays.copyOf(buffer, messageEnd)));
            removeMessage(frames);
        }
    }

    private boolean findHeaderEnd(List<Frame> frames) {
        int end = -1;
        for (int i = Math.max(searched, 3); i < length && end < 0; i++) {
            if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n' && buffer[i - 3] == '\r') {
                end = i + 1;
            }
        }
        searched = length;
        if (end < 0 || end > limits.headerBytes()) {
            if (length > limits.headerBytes()) {
                fail(Fault.HEADER_SECTION_TOO_LARGE, frames);
            }
            return false;
        }
        OptionalInt body = Framing.bodyLength(buffer, 0, end);
        if (body.isEmpty()) {
            fail(Fault.CONTENT_LENGTH, frames);
            return false;
        }
        if (body.getAsInt() > limits.bodyBytes()) {
            fail(Fault.BODY_TOO_LARGE, frames);
            return false;
        }
        messageEnd = end + body.getAsInt();
        return true;
    }

    private void removeMessage(List<Frame> frames) {
        byte[] rest = Arrays.copyOfRange(buffer, messageEnd, length);
        int from = skipLineBreaks(rest, 0, frames);
        length = rest.length - from;
        if (length <= SMALL && buffer.length > SMALL) {
            buffer = new byte[SMALL];
        }
        System.arraycopy(rest, from, buffer, 0, length);
        searched = 0;
        messageEnd = -1;
    }

    private void fail(Fault fault, List<Frame> frames) {
        broken = true;
        frames.add(new Frame.Broken(fault, Arrays.copyOf(buffer, length)));
        length = 0;
    }
}
