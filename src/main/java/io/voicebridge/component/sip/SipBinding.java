package io.voicebridge.component.sip;

import io.voicebridge.call.CallSecurity;
import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.Refusal;
import io.voicebridge.rtp.EModel;
import io.voicebridge.rtp.RtpStatistics;
import io.voicebridge.sip.CallTerms;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.Via;
import io.voicebridge.sip.sdp.Encryption;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** The one translator between a call and an exchange. */
final class SipBinding {

    /** A route ended without a word about the call. */
    static final Refusal UNDECIDED = new Refusal(500, "The call was not handled");

    private static final int BUSY = 503;
    private static final SipHeader RETRY_AFTER = new SipHeader("Retry-After", "10");

    private SipBinding() {}

    static void toExchange(IncomingCall call, Exchange exchange) {
        Message message = exchange.getMessage();
        message.setBody(call);
        message.setHeader(SipConstants.CALL_ID, call.callId());
        message.setHeader(SipConstants.LEG_ID, call.id());
        message.setHeader(SipConstants.REQUEST_URI, call.request().requestUri());
        message.setHeader(SipConstants.FROM, call.request().header("From").orElse(""));
        message.setHeader(SipConstants.TO, call.request().header("To").orElse(""));
        message.setHeader(SipConstants.CALLED_NUMBER, call.calledNumber());
        message.setHeader(SipConstants.CALLER_NUMBER, call.callerNumber());
        message.setHeader(SipConstants.SOURCE, text(call.source()));
        message.setHeader(SipConstants.TRANSPORT, call.transport().name());
        message.setHeader(SipConstants.LISTENER, call.listener());
        message.setHeader(SipConstants.HEADERS, call.request().headers());
    }

    /** The refusal that an exchange asks for with {@link SipConstants#STATUS}, if it does. */
    static Optional<Refusal> refusal(Exchange exchange) {
        Integer status = exchange.getMessage().getHeader(SipConstants.STATUS, Integer.class);
        if (status == null || status < 300 || status > 699) {
            return Optional.empty();
        }
        String reason = exchange.getMessage().getHeader(SipConstants.REASON, "The call was refused", String.class);
        List<SipHeader> headers = new ArrayList<>();
        String warning = exchange.getMessage().getHeader(SipConstants.WARNING, "", String.class);
        if (!warning.isEmpty()) {
            headers.add(new SipHeader("Warning", warning));
        }
        if (status == BUSY) {
            headers.add(RETRY_AFTER);
        }
        return Optional.of(new Refusal(status, reason, headers));
    }

    /** Asks for a refusal: the reverse of {@link #refusal}. */
    static void refuse(Exchange exchange, Refusal refusal) {
        Message message = exchange.getMessage();
        message.setHeader(SipConstants.STATUS, refusal.status());
        message.setHeader(SipConstants.REASON, refusal.reason());
        refusal.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase("Warning"))
                .findFirst()
                .ifPresent(warning -> message.setHeader(SipConstants.WARNING, warning.value()));
    }

    /** How the audio of a call that is over was. */
    static void media(RtpStatistics counted, Message message) {
        EModel.received(counted).ifPresent(score -> message.setHeader(SipConstants.MOS_RECEIVED, score));
        EModel.sent(counted).ifPresent(score -> message.setHeader(SipConstants.MOS_SENT, score));
        message.setHeader(SipConstants.LOSS_RECEIVED, counted.lossShare());
        message.setHeader(SipConstants.JITTER, counted.jitterMillis());
        counted.rtcp().peer().ifPresent(peer -> message.setHeader(SipConstants.LOSS_SENT, peer.lossShare()));
        counted.rtcp().roundTripMillis().ifPresent(millis -> message.setHeader(SipConstants.ROUND_TRIP, millis));
    }

    /**
     * The rule about SRTP that goes for one call: the header's, or else that of the step.
     *
     * @param written off, allow, require or nothing
     * @throws IllegalArgumentException if either is none of these
     */
    static Optional<Encryption> encryption(Exchange exchange, String written) {
        String header = exchange.getMessage().getHeader(SipConstants.SRTP, "", String.class);
        String rule = header.isBlank() ? written : header;
        return rule.isBlank() ? Optional.empty() : Optional.of(Encryption.parse(rule));
    }

    /** Says how the audio of a call is protected. */
    static void security(Exchange exchange, CallSecurity security) {
        exchange.getMessage()
                .setHeader(SipConstants.SRTP_SUITE, security.suite().orElse("none"));
    }

    /** Max-Forwards of the INVITE; 70 where it has none. */
    static int hopsLeft(IncomingCall call) {
        String written = call.request().header("Max-Forwards").orElse("").strip();
        boolean isNumber =
                !written.isEmpty() && written.length() <= 3 && written.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Math.min(255, Integer.parseInt(written)) : CallTerms.NONE.maxForwards();
    }

    /** What the exchanges that tell a call's events have from the one that took or placed it: texts and numbers. */
    static Map<String, Object> carried(Exchange exchange) {
        Map<String, Object> carried = new HashMap<>();
        exchange.getVariables().forEach((name, value) -> {
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                carried.put(name, value);
            }
        });
        return carried;
    }

    static Refusal busy(String reason) {
        return new Refusal(BUSY, reason, List.of(RETRY_AFTER));
    }

    static String text(InetSocketAddress address) {
        return Via.hostOf(address) + ":" + address.getPort();
    }
}
