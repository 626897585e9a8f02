package io.voicebridge.call;

import java.util.Optional;

/**
 * What has been decided about a call that came in, and who talks with it. Thread-safe.
 *
 * <pre>
 * OFFERED --progress--> EARLY --answer--> ANSWERED
 *    |                    |                  ^
 *    +--------------------+------------------+
 *    +-- refuse, cancel --+----> REFUSED, CANCELLED
 * </pre>
 */
final class Decision {

    enum Stage {
        OFFERED,
        EARLY,
        ANSWERED,
        REFUSED,
        CANCELLED
    }

    /**
     * Those who talk with the caller.
     *
     * @param early who did so before the answer, and has not handed over
     * @param talk who does so from the answer on
     */
    record Talkers(Optional<Talk> early, Optional<Talk> talk) {}

    private Stage stage = Stage.OFFERED;
    private Optional<Talk> early = Optional.empty();
    private Optional<Talk> talk = Optional.empty();
    private Optional<Refusal> refusal = Optional.empty();

    synchronized Stage stage() {
        return stage;
    }

    synchronized boolean isOpen() {
        return stage == Stage.OFFERED || stage == Stage.EARLY;
    }

    synchronized boolean isAnswered() {
        return stage == Stage.ANSWERED;
    }

    /** @return false if it is too late for early media */
    synchronized boolean progress(Talk next) {
        boolean first = stage == Stage.OFFERED;
        if (first) {
            stage = Stage.EARLY;
            early = Optional.of(next);
        }
        return first;
    }

    /** @return the stage before; the call is answered if it was open */
    synchronized Stage answer(Talk next) {
        Stage before = stage;
        if (isOpen()) {
            stage = Stage.ANSWERED;
            talk = Optional.of(next);
        }
        return before;
    }

    /** @return the stage before; the call is refused if it was open */
    synchronized Stage refuse(Refusal why) {
        Stage before = stage;
        if (isOpen()) {
            stage = Stage.REFUSED;
            refusal = Optional.of(why);
        }
        return before;
    }

    /** @return false if it is too late for that */
    synchronized boolean cancel() {
        boolean open = isOpen();
        stage = open ? Stage.CANCELLED : stage;
        return open;
    }

    synchronized Talkers talkers() {
        return new Talkers(early, talk);
    }

    /** The 200 is on its way: who talked before is asked for the last time. */
    synchronized Talkers handOver() {
        Talkers before = talkers();
        early = Optional.empty();
        return before;
    }

    /** Why we refused the call, if we did. */
    synchronized Optional<Refusal> refusal() {
        return refusal;
    }
}
