package io.voicebridge.sip.dialog;

import io.voicebridge.sip.Dialog;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.DialogListener;
import io.voicebridge.sip.InviteFailure;
import io.voicebridge.sip.OutgoingInviteListener;
import io.voicebridge.sip.Reoffer;
import io.voicebridge.sip.message.SipRequest;
import io.voicebridge.sip.message.SipResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A listener of calls that we place, which remembers what it was told. */
final class Caller implements OutgoingInviteListener, DialogListener {

    final List<Integer> progress = Collections.synchronizedList(new ArrayList<>());
    final List<Dialog> dialogs = Collections.synchronizedList(new ArrayList<>());
    final List<Integer> failures = Collections.synchronizedList(new ArrayList<>());
    final List<String> obstacles = Collections.synchronizedList(new ArrayList<>());
    final List<SipRequest> confirmed = Collections.synchronizedList(new ArrayList<>());
    final List<DialogEnd> ends = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void progressed(SipResponse response) {
        progress.add(response.status());
    }

    @Override
    public Optional<DialogListener> progressing(Dialog dialog, SipResponse response) {
        return Optional.of(this);
    }

    @Override
    public DialogListener answered(Dialog dialog, SipResponse response) {
        dialogs.add(dialog);
        return this;
    }

    @Override
    public void failed(InviteFailure failure) {
        failures.add(failure.status());
    }

    @Override
    public void unreachable(String reason) {
        obstacles.add(reason);
    }

    @Override
    public void confirmed(SipRequest ack) {
        confirmed.add(ack);
    }

    @Override
    public void reoffered(Reoffer reoffer) {
        reoffer.answer(Callee.SDP);
    }

    @Override
    public void ended(DialogEnd end) {
        ends.add(end);
    }
}
