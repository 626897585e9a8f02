package io.voicebridge.sip.dialog;

import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.MessageBuilder;
import io.voicebridge.sip.message.SessionBody;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.transaction.InviteServerTransaction;
import io.voicebridge.sip.transport.Hop;
import java.util.List;

/** Writes the responses to one INVITE outside a dialog. Used on one loop only. */
record InviteResponses(LoopContext context, WireRequest invite, Hop source, InviteServerTransaction transaction) {

    /** 100, which makes no dialog. */
    byte[] trying() {
        return context.replies().begin(invite.raw(), source, 100, "", "").build();
    }

    /**
     * A response that makes the dialog: it carries Contact, Record-Route as it came (RFC 3261 section 12.1.1), and what we
     * allow in the dialog (RFC 3311 section 5.1).
     */
    MessageBuilder inDialog(int status) {
        return context.replies()
                .begin(invite.raw(), source, status, "", transaction.localTag())
                .copy(invite.raw(), "Record-Route")
                .header("Contact", OwnContact.answering(invite, source, context.wire()))
                .header("Allow", RequestChecks.ALLOW)
                .header("Supported", OptionTags.SUPPORTED);
    }

    byte[] ok(List<SipHeader> headers, byte[] sdp) {
        return inDialog(200)
                .header("Accept", RequestChecks.ACCEPT)
                .headers(headers)
                .body(SessionBody.SDP, sdp)
                .build();
    }

    byte[] refusal(int status, String phrase, List<SipHeader> headers) {
        return context.replies()
                .begin(invite.raw(), source, status, phrase, transaction.localTag())
                .headers(headers)
                .build();
    }

    /** @throws IllegalArgumentException if it cannot be the status and phrase of a refusal */
    static void checkRefusal(int status, String phrase) {
        if (status < 300) {
            throw new IllegalArgumentException("A refusal has a status from 300 to 699");
        }
        MessageBuilder.response(status, phrase);
    }
}
