package io.voicebridge.sip.dialog;

import io.voicebridge.sip.Reason;
import io.voicebridge.sip.Refer;
import io.voicebridge.sip.ReferListener;
import io.voicebridge.sip.ReferState;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.message.HeaderValues;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transaction.TimerWheel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A REFER of ours and the subscription that comes with it (RFC 3515, RFC 6665). Used on one loop only.
 *
 * <pre>
 * SENT --2xx, or NOTIFY--> SUBSCRIBED --NOTIFY with 200-699, or terminated; patience--> OVER
 *   | 300-699, none, or Refer-Sub: false                                                 ^
 *   +------------------------------------------------------------------------------------+
 * </pre>
 */
final class OutgoingRefer implements Outcome {

    private enum Stage {
        SENT,
        SUBSCRIBED,
        OVER
    }

    private final LoopContext context;
    private final CallDialog dialog;
    private final Refer refer;
    private final ReferListener listener;
    private Stage stage = Stage.SENT;
    private long id;
    private int reported;
    private Optional<TimerWheel.Timer> patience = Optional.empty();

    OutgoingRefer(LoopContext context, CallDialog dialog, Refer refer, ReferListener listener) {
        this.context = context;
        this.dialog = dialog;
        this.refer = refer;
        this.listener = listener;
    }

    void send() {
        List<SipHeader> headers = new ArrayList<>();
        headers.add(new SipHeader("Refer-To", refer.referTo()));
        refer.referredBy().ifPresent(uri -> headers.add(new SipHeader("Referred-By", '<' + uri + '>')));
        headers.addAll(refer.headers());
        dialog.outgoing().send(Draft.of("REFER", headers), this);
    }

    boolean isOver() {
        return stage == Stage.OVER;
    }

    @Override
    public void sent(WireRequest request, Runnable forget) {
        id = request.cseq().number();
    }

    @Override
    public void responded(WireResponse response) {
        if (response.isProvisional() || stage == Stage.OVER) {
            return;
        }
        if (!response.isSuccess()) {
            finish(new ReferState.Refused(response.status(), response.reasonPhrase()));
            if (response.status() == 481) {
                dialog.lost(Reason.sip(481, "The REFER was answered 481"));
            }
        } else if (response.header("Refer-Sub")
                .filter(v -> v.strip().equalsIgnoreCase("false"))
                .isPresent()) {
            finish(new ReferState.Unreported());
        } else if (stage == Stage.SENT) {
            subscribed();
            listener.changed(new ReferState.Accepted(response.status()));
        }
    }

    @Override
    public void unanswered(int status, String phrase) {
        if (stage == Stage.SENT) {
            finish(new ReferState.Refused(status, phrase));
        }
    }

    private void subscribed() {
        stage = Stage.SUBSCRIBED;
        patience = Optional.of(
                context.timers().schedule(refer.patience().toMillis(), () -> finish(new ReferState.TimedOut())));
    }

    /**
     * True if the NOTIFY belongs to this subscription. One without an id does if there is no other; also when it has
     * ended, since a peer may say so after its last report.
     */
    boolean isOf(HeaderValues.Value event) {
        String wanted = event.text("id");
        return wanted.isEmpty() || wanted.equals(Long.toString(id));
    }

    /** A report; it may overtake the response to the REFER (RFC 3515 section 2.4.4). It has been answered. */
    void notified(WireRequest notify) {
        if (stage == Stage.OVER) {
            return;
        }
        if (stage == Stage.SENT) {
            subscribed();
        }
        String body = new String(notify.body(), StandardCharsets.UTF_8);
        OptionalInt status = status(body);
        if (status.isPresent() && status.getAsInt() >= 300) {
            finish(new ReferState.Failed(status.getAsInt(), phrase(body)));
        } else if (status.isPresent() && status.getAsInt() >= 200) {
            finish(new ReferState.Completed(status.getAsInt()));
        } else {
            status.ifPresent(this::report);
            endIfTerminated(notify);
        }
    }

    private void report(int status) {
        if (status != reported) {
            reported = status;
            listener.changed(status == 100 ? new ReferState.Trying() : new ReferState.Ringing(status));
        }
    }

    private void endIfTerminated(WireRequest notify) {
        List<HeaderValues.Value> values =
                HeaderValues.split(notify.header("Subscription-State").orElse(""));
        for (HeaderValues.Value value : values) {
            if (value.head().equalsIgnoreCase("terminated")) {
                finish(new ReferState.Terminated(value.text("reason")));
            }
        }
    }

    /** The dialog is over. */
    void drop() {
        finish(new ReferState.Terminated("call-ended"));
    }

    private void finish(ReferState last) {
        if (stage == Stage.OVER) {
            return;
        }
        stage = Stage.OVER;
        patience.ifPresent(TimerWheel.Timer::cancel);
        listener.changed(last);
        boolean gone = last instanceof ReferState.Completed
                || last instanceof ReferState.Terminated
                || last instanceof ReferState.Unreported;
        if (gone && refer.afterwards() == Refer.Afterwards.HANG_UP) {
            dialog.leave(List.of());
        }
    }

    /** The status of a {@code message/sipfrag} that begins with a status line (RFC 3420). */
    private static OptionalInt status(String body) {
        boolean formed = body.length() >= 11 && body.regionMatches(true, 0, "SIP/2.0 ", 0, 8);
        OptionalInt status = formed ? HeaderValues.number(body.substring(8, 11), 699) : OptionalInt.empty();
        return status.isPresent() && status.getAsInt() >= 100 ? status : OptionalInt.empty();
    }

    private static String phrase(String body) {
        int end = 0;
        while (end < body.length() && body.charAt(end) != '\r' && body.charAt(end) != '\n') {
            end++;
        }
        return end > 12 ? body.substring(12, Math.min(end, 200)).replaceAll("\\p{Cntrl}", " ") : "";
    }
}
