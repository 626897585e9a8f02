package io.voicebridge.call;

import io.voicebridge.rtp.RtpStatistics;

/** Told what becomes of a call, on a SIP loop: must not block. */
public interface CallListener {

    /** The other side is being called: a provisional response above 100 came. Only of calls that we place; may repeat. */
    default void ringing(Call call) {}

    /** Audio flows before the answer. */
    default void early(Call call) {}

    /** Media may flow: the 2xx was sent or received. */
    void answered(Call call);

    /** Something is not as it should be with the audio. On a thread of the media, which is shared. */
    default void noticed(Call call, MediaNotice notice) {}

    /**
     * The peer asked us to call somebody else in its place (REFER), and was refused.
     *
     * @param target URI, as the peer wrote it; empty if it could not be read
     */
    default void referRefused(Call call, String target) {}

    /** What the RTP session has counted; right before the end, of a call that was answered. On a media thread. */
    default void counted(Call call, RtpStatistics statistics) {}

    /**
     * The call is over. Called exactly once; the RTP session is closed, and nothing is added to a recording any more,
     * which may still be on its way to the disk: see {@link Recording#end}.
     */
    void ended(Call call, CallEnd end);
}
