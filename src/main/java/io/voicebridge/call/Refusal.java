package io.voicebridge.call;

import io.voicebridge.sip.SipHeader;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a call is not taken, as the caller is told.
 *
 * @param status the final response, 300 to 699
 * @param reason one sentence for the people at the other end; it goes into a Reason header (RFC 3326), so it must not
 *     tell them anything that only our own people may know
 * @param headers added to the response
 */
public record Refusal(int status, String reason, List<SipHeader> headers) {

    private static final int LONGEST_REASON = 200;

    public Refusal {
        headers = List.copyOf(headers);
    }

    public Refusal(int status, String reason) {
        this(status, reason, List.of());
    }

    /** The headers of the response: those given, and the reason. */
    public List<SipHeader> responseHeaders() {
        List<SipHeader> all = new ArrayList<>(headers);
        all.add(new SipHeader("Reason", "SIP;cause=" + status + ";text=\"" + quotable(reason) + '"'));
        return all;
    }

    private static String quotable(String text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), LONGEST_REASON));
        for (int i = 0; i < text.length() && out.length() < LONGEST_REASON; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\'');
            } else {
                out.append(c < ' ' || c == 0x7f ? ' ' : c);
            }
        }
        return out.toString();
    }
}
