package io.voicebridge.sip.dialog;

import io.voicebridge.sip.ReliableProvisionals;
import io.voicebridge.sip.message.RawMessage;
import io.voicebridge.sip.message.WireMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The extensions of SIP that we have, by their option tags (RFC 3261 section 19.2). */
final class OptionTags {

    static final String TIMER = "timer";
    /** Provisional responses that are acknowledged (RFC 3262). */
    static final String RELIABLE = "100rel";

    /** For Supported, but in an INVITE of ours: there {@link #RELIABLE} invites the peer to use it. */
    static final String SUPPORTED = TIMER + ", " + RELIABLE;

    private static final Set<String> OURS = Set.of(SUPPORTED.split(", "));

    private OptionTags() {}

    /** For Supported in an INVITE that begins a call. */
    static String ofInvite(ReliableProvisionals policy) {
        return policy == ReliableProvisionals.SUPPORTED ? SUPPORTED : TIMER;
    }

    /** The tags in a header that lists them, in lower case. One that is malformed counts as one tag, unknown to all. */
    static List<String> in(RawMessage message, String header) {
        List<String> fields = message.fieldValues(header);
        return message.values(header).orElse(fields).stream()
                .map(tag -> tag.strip().toLowerCase(Locale.ROOT))
                .filter(tag -> !tag.isEmpty())
                .toList();
    }

    /** What a request requires and we do not have, as it is written. */
    static List<String> unknown(RawMessage request) {
        List<String> unknown = new ArrayList<>(in(request, "Require"));
        unknown.removeAll(OURS);
        return unknown;
    }

    /** Whether the sender of a message has an extension. */
    static boolean has(WireMessage message, String tag) {
        return in(message.raw(), "Supported").contains(tag) || requires(message, tag);
    }

    /** Whether the sender of a message will not have it served without an extension. */
    static boolean requires(WireMessage message, String tag) {
        return in(message.raw(), "Require").contains(tag);
    }
}
