package io.voicebridge.cli.call;

import io.voicebridge.directory.NumberKey;
import io.voicebridge.directory.Problem;
import io.voicebridge.sip.message.SipUri;
import java.util.Optional;

/** Makes the SIP URI of a transfer: whom to call is asked for, where to send it is the number's Terminal URI. */
final class TransferTarget {

    private TransferTarget() {}

    /**
     * @param to a number, or a SIP URI at the Terminal URI's own host
     * @param terminalUri a host with port and parameters, or a SIP URI
     * @throws Problem 422 {@code no_terminal_uri} or {@code bad_number}
     */
    static String of(String to, String terminalUri, String region) {
        if (terminalUri.isBlank()) {
            throw TransferPlan.bad(
                    "no_terminal_uri", "/to", "The number has no terminal URI, so there is no trunk to call out by.");
        }
        boolean hasScheme = SipUri.schemeOf(terminalUri)
                .filter(scheme -> scheme.equals("sip") || scheme.equals("sips"))
                .isPresent();
        String text = hasScheme ? terminalUri : "sip:" + terminalUri;
        SipUri trunk = SipUri.parse(text)
                .orElseThrow(() -> TransferPlan.bad(
                        "no_terminal_uri", "/to", "The number's terminal URI cannot be read as a SIP URI."));
        Optional<SipUri> uri = to.regionMatches(true, 0, "sip", 0, 3) ? SipUri.parse(to) : Optional.empty();
        if (uri.isPresent()) {
            if (!uri.get().host().equalsIgnoreCase(trunk.host())
                    || uri.get().port() != trunk.port()
                    || uri.get().user().isEmpty()
                    || !uri.get().headers().isEmpty()) {
                throw TransferPlan.bad(
                        "bad_number", "/to", "A SIP URI must be at the host and port of the number's terminal URI.");
            }
            return to;
        }
        String number = NumberKey.of(to, region)
                .map(NumberKey::text)
                .orElseThrow(() -> TransferPlan.bad("bad_number", "/to", "'" + to + "' is not a number."));
        int at = text.indexOf('@');
        int start = at >= 0 ? at + 1 : text.indexOf(':') + 1;
        return text.substring(0, text.indexOf(':') + 1) + number + '@' + text.substring(start);
    }
}
