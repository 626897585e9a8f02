package io.voicebridge.sip;

import java.net.InetSocketAddress;

/**
 * An INVITE outside a dialog that the user agent refused by itself. It holds what a person needs to find the sender and
 * the fault, never the message. A text is empty where the message lacks it, where it is malformed, and where it is longer
 * than {@value #LONGEST} characters.
 *
 * @param status the final response
 * @param condition what failed, in kebab-case
 * @param reason the same in one sentence, which repeats nothing of the message
 * @param source the socket address that it came from, never one that a header claims
 * @param requestUri as written
 * @param to the URI of To
 * @param from the URI of From
 */
public record RefusedInvite(
        int status,
        String condition,
        String reason,
        InetSocketAddress source,
        String callId,
        String requestUri,
        String to,
        String from) {

    public static final int LONGEST = 256;

    public RefusedInvite {
        callId = bounded(callId);
        requestUri = bounded(requestUri);
        to = bounded(to);
        from = bounded(from);
    }

    private static String bounded(String text) {
        return text.length() > LONGEST ? "" : text;
    }
}
