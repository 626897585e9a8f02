package io.voicebridge.sip.dialog;

import io.voicebridge.sip.OutgoingInvite;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.HeaderRules;
import io.voicebridge.sip.message.MessageBuilder;
import io.voicebridge.sip.message.SessionBody;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transport.Hop;
import java.util.ArrayList;
import java.util.List;

/** An INVITE of ours, to be written for each place that it is tried at: only Via, Contact and offer differ then. */
final class InviteDraft {

    /** @param request the same as {@code bytes} */
    record Written(WireRequest request, byte[] bytes) {}

    /** Seconds; a peer that wants to be refreshed more seldom than once a day is no party to a phone call. */
    private static final int LONGEST_LEAST = 86_400;

    private final LoopContext context;
    private final OutgoingInvite wanted;
    private final List<SipHeader> headers;
    private final String callId;
    private final String fromTag = Tokens.tag();
    private long cseq = 1;
    /** What a refused attempt has taught us to add. */
    private List<SipHeader> added = List.of();
    /** The Min-SE of a 422; 0 if there was none. */
    private int leastInterval;

    /** @throws IllegalArgumentException if an address or a header is not allowed */
    InviteDraft(LoopContext context, OutgoingInvite wanted, String callId) {
        this.context = context;
        this.wanted = wanted;
        this.headers = HeaderRules.checked(wanted.headers());
        this.callId = callId;
        try {
            write("SIP/2.0/UDP invalid;branch=" + Tokens.branch(), "<sip:invalid>", new byte[0]);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("The Request-URI or the From address is malformed", e);
        }
    }

    /** From now on it has the next number: it is sent again after a refusal. */
    void next() {
        cseq++;
    }

    /** From now on it has this header, in the place of one with the same name. */
    void with(SipHeader more) {
        List<SipHeader> all = new ArrayList<>(added);
        all.removeIf(header -> header.name().equals(more.name()));
        all.add(more);
        added = List.copyOf(all);
    }

    /**
     * Takes the Min-SE of a 422 (RFC 4028 section 7.3).
     *
     * @return false if that was done before, or would not help
     */
    boolean raise(WireResponse refusal) {
        int least = SessionExpires.least(refusal);
        int asked = context.settings().timers().intervalSeconds();
        boolean helps = asked > 0 && leastInterval == 0 && least > asked && least <= LONGEST_LEAST;
        leastInterval = helps ? least : leastInterval;
        return helps;
    }

    Written towards(Hop hop) {
        return write(
                DialogPath.via(hop, context.wire()),
                OwnContact.calling(wanted.requestUri(), hop, context.wire()),
                wanted.offer().towards(hop.remote()));
    }

    private Written write(String via, String contact, byte[] offer) {
        byte[] bytes = MessageBuilder.request("INVITE", wanted.requestUri())
                .header("Via", via)
                .header("Max-Forwards", Integer.toString(wanted.terms().maxForwards()))
                .header("From", wanted.from() + ";tag=" + fromTag)
                .header("To", '<' + wanted.requestUri() + '>')
                .header("Call-ID", callId)
                .header("CSeq", cseq + " INVITE")
                .header("Contact", contact)
                .header("Allow", RequestChecks.ALLOW)
                .header("Supported", OptionTags.ofInvite(context.settings().provisionals()))
                .headers(SessionTimer.ofFirst(context.settings().timers(), leastInterval))
                .header("User-Agent", context.settings().name())
                .header(LoopGuard.HEADER, LoopGuard.mark(context.settings(), wanted.terms()))
                .headers(headers)
                .headers(added)
                .body(SessionBody.SDP, offer)
                .build();
        return new Written(LoopContext.own(bytes), bytes);
    }
}
