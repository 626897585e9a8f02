package io.voicebridge.component.sip;

import io.voicebridge.call.Leg;
import io.voicebridge.sip.SipHeader;
import java.util.List;
import java.util.Set;

/** A call that routes can do something with. Thread-safe; nothing blocks. */
interface RoutedCall {

    /** Our name for it: the header {@link SipConstants#LEG}. */
    String id();

    /** Every name that it may be found by: its id, its Call-ID, its conversation. */
    Set<String> names();

    Leg leg();

    /** Milliseconds since the answer; 0 before it. */
    long answeredMillis();

    /** Whether an agent talks with it, or would if nobody else did. */
    boolean hasAgent();

    CallKeys keys();

    /** How many hops a call that is placed for this one may still take (RFC 3261 section 8.1.1.6). */
    int hopsLeft();

    void hangUp(List<SipHeader> headers);

    /** Its agent, if it has one, is not heard and hears nothing from now on. */
    void pause();

    /** Its agent, if it has one and nothing else is plugged in, goes on. */
    void goOn();

    /** Goes back to its agent or to silence. @param note why, as JSON for the agent, or empty */
    void resume(String note);

    /** Its agent, if it has one, takes its leave: from now on the call is between people. */
    void dismissAgent();

    /** Ends the recording, if there is one; the call goes on. */
    void stopRecording();

    /** Posts an event of this call. */
    void tell(CallEvent event);
}
