package io.voicebridge.sip.message;

import java.util.List;
import java.util.Optional;

/** The headers that every message must have (RFC 3261 section 8.1.1), parsed. */
public record Essentials(String callId, CSeq cseq, NameAddr from, NameAddr to, Via via) {

    /** What reading them came to: one of the two is there. */
    record Reading(Optional<Essentials> essentials, Optional<Fault> fault) {

        static Reading faulty(Fault fault) {
            return new Reading(Optional.empty(), Optional.of(fault));
        }
    }

    /** @param method of the request, empty for a response */
    static Reading of(RawMessage raw, String method) {
        Optional<List<String>> vias = raw.values("Via");
        Optional<Via> top = vias.filter(v -> !v.isEmpty()).map(v -> v.get(0)).flatMap(Via::parse);
        if (top.isEmpty()
                || !vias.get().stream().skip(1).allMatch(v -> Via.parse(v).isPresent())) {
            return Reading.faulty(Fault.VIA);
        }
        Optional<String> callId = single(raw, "Call-ID").filter(Essentials::isCallId);
        if (callId.isEmpty()) {
            return Reading.faulty(Fault.CALL_ID);
        }
        Optional<CSeq> cseq = single(raw, "CSeq").flatMap(CSeq::parse);
        if (cseq.isEmpty()) {
            return Reading.faulty(Fault.CSEQ);
        }
        Optional<NameAddr> from = single(raw, "From").flatMap(NameAddr::parse);
        if (from.isEmpty()) {
            return Reading.faulty(Fault.FROM);
        }
        Optional<NameAddr> to = single(raw, "To").flatMap(NameAddr::parse);
        if (to.isEmpty()) {
            return Reading.faulty(Fault.TO);
        }
        if (!method.isEmpty() && !cseq.get().method().equals(method)) {
            return Reading.faulty(Fault.CSEQ_METHOD);
        }
        return new Reading(
                Optional.of(new Essentials(callId.get(), cseq.get(), from.get(), to.get(), top.get())),
                Optional.empty());
    }

    /** Two fields of a header that stands once are a smuggling attempt or a fault, never a choice of ours. */
    private static Optional<String> single(RawMessage raw, String name) {
        return raw.count(name) == 1 ? raw.header(name) : Optional.empty();
    }

    private static boolean isCallId(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= 256;
    }
}
