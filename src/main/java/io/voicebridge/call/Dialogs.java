package io.voicebridge.call;

import io.voicebridge.sip.Dialog;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.PlacedInvite;
import io.voicebridge.sip.RefusedInvite;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.HeaderRules;
import io.voicebridge.sip.message.NameAddr;
import io.voicebridge.sip.message.SipRequest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What both kinds of call do with their dialog. */
final class Dialogs {

    private static final Logger LOG = LoggerFactory.getLogger(Dialogs.class);

    private Dialogs() {}

    /** Sends BYE in any case; a header that SIP does not allow stays behind. */
    static void bye(Dialog dialog, List<SipHeader> headers) {
        dialog.bye(headers.stream().filter(Dialogs::isAllowed).toList());
    }

    /** The same with CANCEL. */
    static void cancel(PlacedInvite invite, List<SipHeader> headers) {
        invite.cancel(headers.stream().filter(Dialogs::isAllowed).toList());
    }

    private static boolean isAllowed(SipHeader header) {
        try {
            HeaderRules.checked(List.of(header));
            return true;
        } catch (IllegalArgumentException e) {
            LOG.warn("A call is ended without a header: {}", e.getMessage());
            return false;
        }
    }

    /** Whom the peer wanted us to call: a URI; empty if it cannot be read or is longer than anybody would dial. */
    static String referTarget(SipRequest refer) {
        return refer.header("Refer-To")
                .flatMap(NameAddr::parse)
                .map(NameAddr::uri)
                .filter(uri -> uri.length() <= RefusedInvite.LONGEST)
                .orElse("");
    }

    static CallEnd callEnd(DialogEnd end) {
        CallEnd.By by =
                switch (end.cause()) {
                    case REMOTE_BYE, CANCELLED -> CallEnd.By.PEER;
                    case LOCAL_BYE -> CallEnd.By.US;
                    case REJECTED -> CallEnd.By.REFUSED;
                    case NOT_ACKNOWLEDGED, PEER_LOST, SESSION_EXPIRED, TRANSPORT_FAILED -> CallEnd.By.FAULT;
                };
        int status = end.cause() == DialogEnd.Cause.CANCELLED ? 487 : 200;
        return new CallEnd(by, status, end.headers(), end.detail());
    }
}
