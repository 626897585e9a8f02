package io.voicebridge.call;

import io.voicebridge.sip.message.NameAddr;
import io.voicebridge.sip.message.SipResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The session descriptions of those who were called, from before one of them answered. The first one in a dialog is the
 * answer to our offer, and later ones are left out of account; but one that was not sent reliably may have been a proposal
 * only, and one that was sent reliably goes before it (RFC 3261 section 13.2.1, RFC 3262 section 5). Not thread-safe.
 */
final class EarlyAnswers {

    /** Forks that are remembered. */
    private static final int MOST = 16;

    private record Description(byte[] sdp, boolean reliable) {}

    private final Map<String, Description> byTag = new HashMap<>();

    /** Takes a provisional response, if it has a description. */
    void add(SipResponse response) {
        byte[] sdp = response.sdp();
        String tag = tag(response);
        boolean reliable = response.header("RSeq").isPresent()
                && response.header("Require")
                        .filter(tags -> tags.toLowerCase(Locale.ROOT).contains("100rel"))
                        .isPresent();
        Description known = byTag.get(tag);
        boolean better = known == null ? byTag.size() < MOST : reliable && !known.reliable();
        if (sdp.length > 0 && better) {
            byTag.put(tag, new Description(sdp, reliable));
        }
    }

    /**
     * The answer to our offer once a dialog stands: the reliable one, else that of the 2xx, else the one that a 2xx without
     * any seems to mean.
     *
     * @param ofOk the description in the 2xx; may be empty
     */
    byte[] answerOf(String remoteTag, byte[] ofOk) {
        Optional<Description> early = Optional.ofNullable(byTag.get(remoteTag));
        return early.filter(found -> found.reliable() || ofOk.length == 0)
                .map(Description::sdp)
                .orElse(ofOk);
    }

    boolean isReliable(String remoteTag) {
        return Optional.ofNullable(byTag.get(remoteTag))
                .filter(Description::reliable)
                .isPresent();
    }

    static String tag(SipResponse response) {
        return response.header("To").flatMap(NameAddr::parse).map(NameAddr::tag).orElse("");
    }
}
