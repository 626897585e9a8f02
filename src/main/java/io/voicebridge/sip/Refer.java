package io.voicebridge.sip;

import io.voicebridge.sip.message.HeaderRules;
import io.voicebridge.sip.message.NameAddr;
import io.voicebridge.sip.message.SipUri;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A request to the peer to call somebody else (RFC 3515).
 *
 * @param target whom to call: a sip, sips or tel URI without headers and without a method parameter, so that it can ask
 *     for nothing but a call. {@link ReferTargets} says which targets a trunk may be sent to.
 * @param replaces the call that the new one takes the place of, for an attended transfer (RFC 3891)
 * @param referredBy URI of who asks (RFC 3892)
 * @param afterwards what happens to this dialog
 * @param patience how long to wait for the final report, from the acceptance on
 * @param headers added to the REFER
 */
public record Refer(
        String target,
        Optional<Replaces> replaces,
        Optional<String> referredBy,
        Afterwards afterwards,
        Duration patience,
        List<SipHeader> headers) {

    /** What happens to the dialog that the REFER was sent in. */
    public enum Afterwards {
        /**
         * We hang up when the peer says that the transfer came about, and also when it ends the subscription without
         * saying what became of it: a carrier that has handed the caller over leaves this leg in silence until we do.
         */
        HANG_UP,
        /** The listener decides. */
        STAY
    }

    /** A call by the identifiers of its dialog, as the one who is to be replaced knows them: its tag is {@code toTag}. */
    public record Replaces(String callId, String toTag, String fromTag) {

        public Replaces {
            checkToken(callId);
            checkToken(toTag);
            checkToken(fromTag);
        }

        private static void checkToken(String text) {
            if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c > '~' || "<>\";,".indexOf(c) >= 0)) {
                throw new IllegalArgumentException("A Call-ID or tag to replace is malformed");
            }
        }
    }

    /** @throws IllegalArgumentException if the target or a header is not allowed */
    public Refer {
        checkTarget(target);
        referredBy.ifPresent(Refer::checkTarget);
        headers = HeaderRules.checked(headers);
        for (SipHeader header : headers) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (Set.of("refer-to", "r", "referred-by", "b").contains(name)) {
                throw new IllegalArgumentException("The header " + header.name() + " is set by the stack");
            }
        }
        if (replaces.isPresent() && target.startsWith("tel:")) {
            throw new IllegalArgumentException("A tel URI cannot replace a call");
        }
    }

    /** To a target, hanging up afterwards, with a minute of patience. */
    public static Refer to(String target) {
        return new Refer(
                target, Optional.empty(), Optional.empty(), Afterwards.HANG_UP, Duration.ofMinutes(1), List.of());
    }

    public Refer replacing(Replaces call) {
        return new Refer(target, Optional.of(call), referredBy, afterwards, patience, headers);
    }

    public Refer referredBy(String uri) {
        return new Refer(target, replaces, Optional.of(uri), afterwards, patience, headers);
    }

    public Refer then(Afterwards what) {
        return new Refer(target, replaces, referredBy, what, patience, headers);
    }

    public Refer within(Duration longest) {
        return new Refer(target, replaces, referredBy, afterwards, longest, headers);
    }

    public Refer with(List<SipHeader> added) {
        return new Refer(target, replaces, referredBy, afterwards, patience, added);
    }

    private static void checkTarget(String uri) {
        SipUri parsed = SipUri.parse(uri)
                .filter(u -> u.headers().isEmpty() && !u.params().has("method"))
                .orElseThrow(() -> new IllegalArgumentException(
                        "A call is referred to a sip, sips or tel URI without headers and method"));
        if (NameAddr.parse('<' + uri + '>').isEmpty()
                || uri.indexOf('?') >= 0
                || parsed.user().indexOf('>') >= 0) {
            throw new IllegalArgumentException("A call is referred to a URI that can stand in angle brackets");
        }
    }

    /** The value of Refer-To. */
    public String referTo() {
        return replaces.map(call -> '<' + target + "?Replaces=" + escaped(call) + '>')
                .orElse('<' + target + '>');
    }

    /** As a header inside a URI (RFC 3261 section 19.1.1): all but letters, digits and a few marks is escaped. */
    private static String escaped(Replaces call) {
        String value = call.callId() + ";to-tag=" + call.toTag() + ";from-tag=" + call.fromTag();
        StringBuilder out = new StringBuilder(value.length() + 16);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-_.!~*".indexOf(c) >= 0;
            if (plain) {
                out.append(c);
            } else {
                out.append('%').append(String.format("%02X", (int) c));
            }
        }
        return out.toString();
    }
}
