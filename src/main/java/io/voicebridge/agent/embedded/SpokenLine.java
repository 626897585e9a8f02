package io.voicebridge.agent.embedded;

import io.voicebridge.agent.dialogue.DialogueAction;
import java.util.ArrayList;
import java.util.List;

/** A line on its way to the caller: which of its clauses are with the call, and how much was heard. */
final class SpokenLine {

    private static final int SAMPLES_PER_MS = 8;

    private final String id;
    private final DialogueAction.Say say;
    private final List<String> clauses;
    private final String source;
    private final List<Integer> lengths = new ArrayList<>();
    private int clause;
    private int resumed;
    private int firstClause;
    private long wantedAt;
    private long startedAt = -1;
    private long firstStartedAt = -1;
    private long endedAt = -1;
    private long heardBefore;
    private long interruptedAt = -1;

    /** @param source where its words come from, as the transcript says it */
    SpokenLine(String id, DialogueAction.Say say, List<String> clauses, String source) {
        this.id = id;
        this.say = say;
        this.clauses = clauses;
        this.source = source;
    }

    String id() {
        return id;
    }

    /** A line that is taken up again is a new item for the call. */
    String itemId() {
        return resumed == 0 ? id : id + "." + resumed;
    }

    String text() {
        return say.text();
    }

    String source() {
        return source;
    }

    boolean interruptible() {
        return say.interruptible();
    }

    boolean question() {
        return say.question();
    }

    List<String> clauses() {
        return clauses;
    }

    /** The next clause to send. */
    int clause() {
        return clause;
    }

    boolean isSent() {
        return clause == clauses.size();
    }

    void start(long now) {
        wantedAt = now;
        startedAt = -1;
        interruptedAt = -1;
    }

    long wantedAt() {
        return wantedAt;
    }

    void sent(short[] pcm, long now) {
        if (startedAt < 0) {
            startedAt = now;
            firstStartedAt = firstStartedAt < 0 ? now : firstStartedAt;
        }
        lengths.add(pcm.length / SAMPLES_PER_MS);
        clause++;
    }

    /** Just one clause is with the call, and it is the first. */
    boolean isFirstClause() {
        return clause == 1;
    }

    long playingFor(long now) {
        return startedAt < 0 ? -1 : now - startedAt;
    }

    /** Enough was heard to be understood: the caller may answer. */
    boolean isHeard() {
        return firstStartedAt >= 0;
    }

    boolean isOverdue(long now, long slack) {
        return isSent() && now > startedAt + sentMs() + slack;
    }

    void finish(long now) {
        endedAt = now;
    }

    void cut(long now) {
        endedAt = now;
        interruptedAt = heardBefore + Math.min(Math.max(0, playingFor(now)), sentMs());
    }

    /** The call says exactly how much was played. */
    void cutAt(long playedMs) {
        interruptedAt = heardBefore + playedMs;
    }

    /** Starts again at the clause that was being heard. */
    void resume() {
        long heard = interruptedAt - heardBefore;
        int at = 0;
        while (at < lengths.size() - 1 && heard >= lengths.get(at)) {
            heard -= lengths.get(at);
            heardBefore += lengths.get(at);
            at++;
        }
        firstClause += at;
        clause = firstClause;
        lengths.clear();
        resumed++;
    }

    private long sentMs() {
        return lengths.stream().mapToLong(Integer::longValue).sum();
    }

    long firstStartedAt() {
        return firstStartedAt;
    }

    long endedAt() {
        return endedAt;
    }

    /** How much was heard before it was cut, ms; -1 if it was heard whole. */
    long interruptedAt() {
        return interruptedAt;
    }
}
