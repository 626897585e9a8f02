package io.voicebridge.sip.message;

import java.util.List;

/** A message whose mandatory headers (RFC 3261 section 8.1.1) are there and well formed. */
public sealed interface WireMessage permits WireRequest, WireResponse {

    RawMessage raw();

    Essentials essentials();

    default String callId() {
        return essentials().callId();
    }

    default CSeq cseq() {
        return essentials().cseq();
    }

    default NameAddr from() {
        return essentials().from();
    }

    default NameAddr to() {
        return essentials().to();
    }

    /** The first Via. */
    default Via via() {
        return essentials().via();
    }

    /** Every value of Via, Route, Record-Route or Contact, in order; these were checked when the message was parsed. */
    default List<String> values(String name) {
        return raw().values(name).orElse(List.of());
    }
}
