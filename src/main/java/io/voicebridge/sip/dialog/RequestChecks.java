package io.voicebridge.sip.dialog;

import io.voicebridge.sip.message.SessionBody;
import io.voicebridge.sip.message.SipUri;
import io.voicebridge.sip.message.WireRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Inspection of a request before it is served (RFC 3261 section 8.2.1 to 8.2.3). */
final class RequestChecks {

    /** What we understand, for Allow. */
    static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, PRACK, UPDATE, NOTIFY";

    static final String ACCEPT = SessionBody.SDP + ", multipart/mixed, multipart/alternative";

    private static final String ONE_CONTACT = "An INVITE must have one Contact header with one address";
    private static final Set<String> METHODS = Set.of(ALLOW.split(", "));
    /** Known and not allowed here: any other is answered 501 (RFC 3261 section 21.5.2). */
    private static final Set<String> NOT_ALLOWED =
            Set.of("REGISTER", "MESSAGE", "SUBSCRIBE", "NOTIFY", "PUBLISH", "REFER");

    private RequestChecks() {}

    /** The checks that every request passes, inside a dialog or not. */
    static Optional<Refusal> check(WireRequest request) {
        // A REFER inside a call is refused there, so that it is known whose call it was.
        boolean refer = request.is("REFER") && !request.to().tag().isEmpty();
        if (!METHODS.contains(request.method()) && !refer) {
            return Optional.of(Refusal.with(NOT_ALLOWED.contains(request.method()) ? 405 : 501, "Allow", ALLOW));
        }
        String scheme = SipUri.schemeOf(request.requestUri()).orElse("");
        if (!Set.of("sip", "sips", "tel").contains(scheme)) {
            return Optional.of(
                    Refusal.of(416).because("uri-scheme-unknown", "The Request-URI is none of sip, sips and tel"));
        }
        return required(request).or(() -> content(request));
    }

    /**
     * The checks of an INVITE that would begin a call. A call may go on to another leg, and with no hop left it cannot;
     * an OPTIONS with no hop left has arrived, and is answered (RFC 3261 section 16.3).
     */
    static Optional<Refusal> checkNewCall(WireRequest invite) {
        if (invite.header("Max-Forwards").filter(RequestChecks::isZero).isPresent()) {
            return Optional.of(Refusal.of(483).because("no-hops-left", "The INVITE came with Max-Forwards 0"));
        }
        if (invite.header("Replaces").isPresent()) {
            return Optional.of(Refusal.of(603).because("replaces", "The INVITE would take the place of another call"));
        }
        List<String> contacts = invite.values("Contact");
        if (contacts.size() != 1 || contacts.get(0).equals("*")) {
            return Optional.of(
                    Refusal.with(400, "Warning", warning(ONE_CONTACT)).because("contact", ONE_CONTACT));
        }
        return acceptsSdp(invite)
                ? Optional.empty()
                : Optional.of(Refusal.of(406)
                        .because(
                                "sdp-not-accepted",
                                "The INVITE accepts no application/sdp, which the answer would be"));
    }

    /** Without Accept it is application/sdp that is accepted (RFC 3261 section 20.1); so it is where we cannot read it. */
    private static boolean acceptsSdp(WireRequest invite) {
        return invite.header("Accept").isEmpty()
                || invite.raw()
                        .values("Accept")
                        .map(types -> types.stream()
                                .map(RequestChecks::mediaType)
                                .anyMatch(Set.of(SessionBody.SDP, "application/*", "*/*")::contains))
                        .orElse(true);
    }

    /** RFC 3261 section 8.2.2.3. */
    private static Optional<Refusal> required(WireRequest request) {
        if (request.is("CANCEL") || request.is("ACK")) {
            return Optional.empty();
        }
        List<String> unknown = OptionTags.unknown(request.raw());
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of(Refusal.with(420, "Unsupported", String.join(", ", unknown))
                        .because("extension-required", "The INVITE requires a SIP extension that is not supported"));
    }

    private static Optional<Refusal> content(WireRequest request) {
        if (!request.hasBody()) {
            return Optional.empty();
        }
        String encoding = request.header("Content-Encoding").orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            return Optional.of(Refusal.with(415, "Accept-Encoding", "identity")
                    .because("body-encoded", "The body has a Content-Encoding that is not supported"));
        }
        return Set.of("INVITE", "UPDATE", "PRACK").contains(request.method()) ? session(request) : Optional.empty();
    }

    private static Optional<Refusal> session(WireRequest request) {
        SessionBody.Reading read = SessionBody.read(request.raw());
        if (read instanceof SessionBody.NotUnderstood) {
            return Optional.of(Refusal.with(415, "Accept", ACCEPT)
                    .because(
                            "body-not-sdp",
                            "The body is not application/sdp, or holds a part that must be understood"));
        }
        if (read instanceof SessionBody.Malformed malformed) {
            return Optional.of(Refusal.with(400, "Warning", warning(malformed.sentence()))
                    .because("body-malformed", malformed.sentence()));
        }
        return Optional.empty();
    }

    private static String mediaType(String value) {
        int semicolon = value.indexOf(';');
        String plain = semicolon < 0 ? value : value.substring(0, semicolon);
        return plain.replace(" ", "").toLowerCase(Locale.ROOT);
    }

    private static boolean isZero(String number) {
        return number.chars().allMatch(c -> c == '0');
    }

    /** A Warning header value; 399 is the code for what has none of its own (RFC 3261 section 20.43). */
    static String warning(String sentence) {
        return "399 voice-bridge \"" + sentence + '"';
    }
}
