package io.voicebridge.sip.dialog;

import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.DialogListener;
import io.voicebridge.sip.Reoffer;
import java.util.List;

/** Stands for the listener of an early dialog that has none yet: whoever offers something is told to come again. */
enum Unattended implements DialogListener {
    INSTANCE;

    @Override
    public void reoffered(Reoffer reoffer) {
        reoffer.reject(500, "", List.of());
    }

    @Override
    public void ended(DialogEnd end) {}
}
