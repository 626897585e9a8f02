package io.voicebridge.sip;

/** Told how a REFER of ours goes on, on the loop that owns the dialog: must not block. */
@FunctionalInterface
public interface ReferListener {

    /** In the order in which it happens; the last one, and only that, {@link ReferState#isFinal}. */
    void changed(ReferState state);
}
