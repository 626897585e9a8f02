package io.voicebridge.sip.dialog;

import io.voicebridge.sip.SipHeader;
import java.util.ArrayList;
import java.util.List;

/** A request of ours inside a dialog, before it has a number. */
record Draft(String method, List<SipHeader> headers, String contentType, byte[] body) {

    static Draft of(String method, List<SipHeader> headers) {
        return new Draft(method, headers, "", new byte[0]);
    }

    Draft with(SipHeader header) {
        List<SipHeader> more = new ArrayList<>(headers);
        more.add(header);
        return new Draft(method, more, contentType, body);
    }
}
