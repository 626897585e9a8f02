package io.voicebridge.call;

import io.voicebridge.call.MediaNotice.Kind;
import io.voicebridge.rtp.MediaListener;
import io.voicebridge.sip.DialogEnd;
import io.voicebridge.sip.SipHeader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Passes on what the audio of a call has to tell, on a thread of the media, and ends the call whose peer is gone. Thread-safe.
 */
final class MediaEvents implements MediaListener {

    private final Call call;
    private final CallListener told;
    private volatile Optional<Duration> lost = Optional.empty();

    MediaEvents(Call call, CallListener told) {
        this.call = call;
        this.told = told;
    }

    @Override
    public void silent(Duration since) {
        told.noticed(call, new MediaNotice(Kind.SILENT, since));
    }

    @Override
    public void unheard(Duration since) {
        told.noticed(call, new MediaNotice(Kind.UNHEARD, since));
    }

    @Override
    public void lost(Duration since) {
        lost = Optional.of(since);
        told.noticed(call, new MediaNotice(Kind.LOST, since));
        call.hangUp(List.of(new SipHeader("Reason", "Q.850;cause=102;text=\"" + detail(since) + "\"")));
    }

    private static String detail(Duration since) {
        return "No audio and no report came from the peer for " + since.toSeconds() + " s";
    }

    /** How the call ended, now that its dialog has. */
    CallEnd end(DialogEnd end) {
        return lost.filter(since -> end.cause() == DialogEnd.Cause.LOCAL_BYE)
                .map(since -> new CallEnd(CallEnd.By.FAULT, 200, List.of(), detail(since)))
                .orElseGet(() -> Dialogs.callEnd(end));
    }
}
