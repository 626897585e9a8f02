package io.voicebridge.component.sip;

import io.voicebridge.call.Announcement;
import io.voicebridge.call.Keys;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** One sound played to one call, and the keys that are pressed during it and after it. Lives on the timer's thread. */
final class Playing {

    private final RoutedCall call;
    private final CallOptions options;
    private final ScheduledExecutorService timer;
    private final BiConsumer<String, String> told;
    private final Announcement announcement;
    private final Keys keys;
    private final StringBuilder digits = new StringBuilder();

    private boolean playing = true;
    private boolean interrupted;
    private boolean done;
    private ScheduledFuture<?> patience;

    /** @param told once: how it ended, and the keys */
    Playing(
            RoutedCall call,
            short[] sound,
            CallOptions options,
            ScheduledExecutorService timer,
            BiConsumer<String, String> told) {
        this.call = call;
        this.options = options;
        this.timer = timer;
        this.told = told;
        this.announcement = Announcement.once(sound, end -> timer.execute(() -> ended(end)));
        this.keys = digit -> timer.execute(() -> pressed(digit));
    }

    /** Plays until something else is plugged in. */
    static void loop(RoutedCall call, short[] sound) {
        call.pause();
        call.leg().plug(Announcement.looped(sound));
    }

    void start() {
        call.pause();
        if (options.getMaxDigits() > 0) {
            call.keys().collect(keys);
        }
        call.leg().onEnded(end -> timer.execute(() -> finish(CallStep.CALL_ENDED)));
        call.leg().plug(announcement);
    }

    private void ended(Announcement.End how) {
        playing = false;
        if (done || interrupted) {
            return;
        }
        if (how == Announcement.End.CUT) {
            finish(call.leg().isAudible() ? "cut" : CallStep.CALL_ENDED);
        } else if (options.getMaxDigits() == 0) {
            finish("played");
        } else {
            await();
        }
    }

    private void pressed(char digit) {
        if (done) {
            return;
        }
        if (playing && options.isInterruptible()) {
            interrupted = true;
            playing = false;
            call.leg().unplug(announcement);
        }
        boolean last = options.getTerminator().indexOf(digit) >= 0;
        if (!last) {
            digits.append(digit);
        }
        if (last || digits.length() == options.getMaxDigits()) {
            finish(interrupted ? "interrupted" : "played");
        } else if (!playing) {
            await();
        }
    }

    private void await() {
        if (patience != null) {
            patience.cancel(false);
        }
        patience = timer.schedule(
                () -> finish(interrupted ? "interrupted" : "played"), options.getDigitTimeout(), TimeUnit.MILLISECONDS);
    }

    private void finish(String result) {
        if (done) {
            return;
        }
        done = true;
        if (patience != null) {
            patience.cancel(false);
        }
        call.keys().stopCollecting(keys);
        call.leg().unplug(announcement);
        call.goOn();
        told.accept(result, digits.toString());
    }
}
