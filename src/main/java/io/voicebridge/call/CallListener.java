package io.voicebridge.call;

/** Told what becomes of a call, on a SIP loop: must not block. */
public interface CallListener {

    /** The other side is being called: a provisional response above 100 came. Only of calls that we place; may repeat. */
    default void ringing(Call call) {}

    /** Media may flow: the 2xx was sent or received. */
    void answered(Call call);

    /** The call is over. Called exactly once; the RTP session is closed, a recording is complete. */
    void ended(Call call, CallEnd end);
}
