package io.voicebridge.call;

import io.voicebridge.sip.SipHeader;
import java.util.List;

/** Why one leg of a bridge ends, told by what became of the other (RFC 3326). */
final class HangUpReason {

    private static final String NAME = "Reason";
    private static final List<SipHeader> NORMAL =
            List.of(new SipHeader(NAME, "Q.850;cause=16;text=\"Normal call clearing\""));
    private static final List<SipHeader> FAULT =
            List.of(new SipHeader(NAME, "Q.850;cause=41;text=\"The other leg failed\""));

    private HangUpReason() {}

    /** The reason that the peer gave, where it gave one; else the one that fits how the leg ended. */
    static List<SipHeader> after(CallEnd end) {
        List<SipHeader> given = end.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(NAME))
                .map(header -> new SipHeader(NAME, header.value()))
                .toList();
        if (!given.isEmpty()) {
            return given;
        }
        return end.by() == CallEnd.By.FAULT ? FAULT : NORMAL;
    }
}
