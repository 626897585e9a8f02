package io.voicebridge.sip.dialog;

import io.voicebridge.sip.CallTerms;
import io.voicebridge.sip.message.Via;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.transport.Hop;
import io.voicebridge.sip.transport.Wire;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a call from coming round: one that we place never goes to ourselves, and one of ours that others send back to us is
 * refused. Proxies keep our Via (RFC 3261 section 16.3), and elements that make a new call of it may keep our header;
 * beyond those that do neither, Max-Forwards ends it. A call that was placed to come back ({@link CallTerms#mayReturn}) is taken.
 */
final class LoopGuard {

    /** Marks a call that we placed; it is not an X- header, since those are variables of the conversation. */
    static final String HEADER = "Bridge-Leg";

    private static final int SIP_PORT = 5060;

    /** On the mark of a call that may come back, each time decided anew by whoever places it. */
    private static final String MAY_RETURN = ";return";

    private LoopGuard() {}

    static String mark(CoreSettings settings, CallTerms terms) {
        return settings.legToken() + (terms.mayReturn() ? MAY_RETURN : "");
    }

    /** Whether what is sent there comes to us: the address is the one that we ourselves give to that peer. */
    static boolean isOurselves(Hop hop, Wire wire) {
        int port = hop.remote().getPort() == 0 ? SIP_PORT : hop.remote().getPort();
        String ours = withPort(wire.advertised(hop));
        String host = hop.remote().isUnresolved() ? hop.remote().getHostString() : Via.hostOf(hop.remote());
        return ours.equalsIgnoreCase(host + ':' + port)
                || !hop.host().isEmpty() && ours.equalsIgnoreCase(hop.host() + ':' + port);
    }

    static Optional<Refusal> check(WireRequest invite, Hop source, LoopContext context) {
        Optional<String> mark = invite.header(HEADER);
        String token = context.settings().legToken();
        if (mark.filter((token + MAY_RETURN)::equals).isPresent()) {
            return Optional.empty();
        }
        boolean marked = mark.filter(token::equals).isPresent();
        return marked || passedUs(invite.values("Via"), source, context.wire())
                ? Optional.of(Refusal.of(482).because("own-call", "A call that we placed has come back to us"))
                : Optional.empty();
    }

    private static boolean passedUs(List<String> vias, Hop source, Wire wire) {
        String ours = withPort(wire.advertised(source));
        return vias.stream()
                .skip(1)
                .flatMap(text -> Via.parse(text).stream())
                .anyMatch(via -> ours.equalsIgnoreCase(via.host() + ':' + (via.port() == 0 ? SIP_PORT : via.port())));
    }

    private static String withPort(String hostPort) {
        return hostPort.lastIndexOf(':') > hostPort.lastIndexOf(']') ? hostPort : hostPort + ':' + SIP_PORT;
    }
}
