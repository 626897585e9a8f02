package io.voicebridge.sip.dialog;

import io.voicebridge.sip.SessionTimers;
import io.voicebridge.sip.SipHeader;
import io.voicebridge.sip.dialog.SessionExpires.Refresher;
import io.voicebridge.sip.message.WireRequest;
import io.voicebridge.sip.message.WireResponse;
import io.voicebridge.sip.transaction.TimerWheel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The session timer of one dialog (RFC 4028): agreed on anew by every re-INVITE and UPDATE of either side, it asks for a
 * refresh at half of its time where that is our part, and ends the call shortly before its time is over. Used on one loop
 * only.
 */
final class SessionTimer {

    /** In seconds: how much earlier than its time a session ends at most (RFC 4028 section 10). */
    private static final int EARLY = 32;

    private final LoopContext context;
    private final SessionTimers wanted;
    private final Runnable refresh;
    private final Runnable expired;
    private int seconds;
    private boolean ours;
    /** What the peer, or a proxy, has asked for at least. */
    private int least;

    private Optional<TimerWheel.Timer> half = Optional.empty();
    private Optional<TimerWheel.Timer> end = Optional.empty();

    /**
     * @param refresh runs when it is for us to refresh the session
     * @param expired runs when nobody has
     */
    SessionTimer(LoopContext context, Runnable refresh, Runnable expired) {
        this.context = context;
        this.wanted = context.settings().timers();
        this.refresh = refresh;
        this.expired = expired;
        this.least = wanted.leastSeconds();
    }

    /** Why a request cannot be served: it would have the session refreshed more often than we want. */
    static Optional<Refusal> tooSmall(WireRequest request, SessionTimers wanted) {
        // Who does not know timers would not understand the refusal: a proxy has asked then (RFC 4028 section 9).
        boolean small = OptionTags.has(request, OptionTags.TIMER)
                && SessionExpires.of(request)
                        .filter(asked -> asked.seconds() < wanted.leastSeconds())
                        .isPresent();
        return small
                ? Optional.of(Refusal.with(422, SessionExpires.LEAST, Integer.toString(wanted.leastSeconds()))
                        .because(
                                "session-interval-too-small",
                                "The session would have to be refreshed more often than the server wants"))
                : Optional.empty();
    }

    /** The headers of our first INVITE. */
    static List<SipHeader> ofFirst(SessionTimers wanted, int least) {
        int seconds = wanted.intervalSeconds() == 0 ? 0 : Math.max(wanted.intervalSeconds(), least);
        return headers(seconds, Optional.empty(), Math.max(least, wanted.leastSeconds()));
    }

    /** The headers of a re-INVITE or UPDATE of ours. */
    List<SipHeader> ofRequest() {
        return headers(Math.max(seconds, seconds == 0 ? 0 : least), refresher(Refresher.UAC, Refresher.UAS), least);
    }

    private static List<SipHeader> headers(int seconds, Optional<Refresher> refresher, int least) {
        List<SipHeader> headers = new ArrayList<>(2);
        if (seconds > 0) {
            headers.add(new SipHeader(SessionExpires.HEADER, new SessionExpires(seconds, refresher).toString()));
            if (least > SessionExpires.SHORTEST) {
                headers.add(new SipHeader(SessionExpires.LEAST, Integer.toString(least)));
            }
        }
        return headers;
    }

    private Optional<Refresher> refresher(Refresher us, Refresher them) {
        return seconds == 0 ? Optional.empty() : Optional.of(ours ? us : them);
    }

    /**
     * Agrees to what a request asks for, and starts anew (RFC 4028 section 9).
     *
     * @return headers of its 2xx
     */
    List<SipHeader> agree(WireRequest request) {
        boolean supported = OptionTags.has(request, OptionTags.TIMER);
        Optional<SessionExpires> asked =
                SessionExpires.of(request).filter(each -> each.seconds() >= SessionExpires.SHORTEST);
        if (asked.isPresent()) {
            boolean byUs = !supported
                    || asked.get().refresher().filter(Refresher.UAS::equals).isPresent();
            start(asked.get().seconds(), byUs);
        } else if (seconds > 0) {
            start(seconds, ours || !supported);
        } else if (supported || wanted.refreshed() == SessionTimers.Refreshed.ALL) {
            start(
                    wanted.intervalSeconds() == 0
                            ? 0
                            : Math.max(wanted.intervalSeconds(), SessionExpires.least(request)),
                    true);
        }
        List<SipHeader> headers = new ArrayList<>(headers(seconds, refresher(Refresher.UAS, Refresher.UAC), 0));
        if (seconds > 0 && supported) {
            headers.add(new SipHeader("Require", OptionTags.TIMER));
        }
        return headers;
    }

    /** Takes what the 2xx to a request of ours says, and starts anew (RFC 4028 section 7.2). */
    void agreed(WireResponse ok) {
        Optional<SessionExpires> told = SessionExpires.of(ok);
        if (told.isPresent()) {
            boolean byPeer =
                    told.get().refresher().filter(Refresher.UAS::equals).isPresent();
            start(Math.max(told.get().seconds(), SessionExpires.SHORTEST), !byPeer);
        } else {
            boolean all = wanted.refreshed() == SessionTimers.Refreshed.ALL;
            start(all ? wanted.intervalSeconds() : 0, true);
        }
    }

    /**
     * Takes the Min-SE of a 422.
     *
     * @return false if it asks for no more than we have offered
     */
    boolean raise(int leastOfPeer) {
        boolean more = leastOfPeer > Math.max(seconds, least);
        least = Math.max(least, leastOfPeer);
        return more;
    }

    private void start(int interval, boolean byUs) {
        stop();
        seconds = interval;
        ours = byUs;
        if (seconds > 0) {
            long millis = 1000L * (seconds - Math.min(EARLY, seconds / 3));
            end = Optional.of(context.timers().schedule(millis, expired));
            if (ours) {
                refreshIn(500L * seconds);
            }
        }
    }

    /** Asks for a refresh once more, after one that came to nothing. */
    void refreshIn(long millis) {
        half.ifPresent(TimerWheel.Timer::cancel);
        half = Optional.of(context.timers().schedule(millis, refresh));
    }

    int seconds() {
        return seconds;
    }

    void stop() {
        half.ifPresent(TimerWheel.Timer::cancel);
        end.ifPresent(TimerWheel.Timer::cancel);
        half = Optional.empty();
        end = Optional.empty();
    }
}
