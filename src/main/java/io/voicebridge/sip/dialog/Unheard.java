package io.voicebridge.sip.dialog;

import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transaction.ClientListener;

/** For a request whose answer tells nothing: a CANCEL, or a BYE whose dialog is already gone. */
enum Unheard implements ClientListener {
    INSTANCE;

    @Override
    public void responded(WireResponse response) {}

    @Override
    public void timedOut() {}

    @Override
    public void notSent(String reason) {}
}
