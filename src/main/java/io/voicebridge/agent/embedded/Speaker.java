package io.voicebridge.agent.embedded;

import io.voicebridge.agent.Disclosure;
import io.voicebridge.agent.Handover;
import io.voicebridge.agent.dialogue.DialogueAction;
import io.voicebridge.speech.Clauses;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The agent's voice: lines wait here, one is with the call at a time, and its clauses follow each other as they are
 * rendered. One session's thread.
 */
final class Speaker {

    /** What a speaker asks of its session. */
    interface Voice {

        /** Renders a clause and answers through {@link Speaker#rendered}; at once if it is at hand. */
        void render(SpokenLine line, int clause);

        void play(String itemId, short[] pcm, boolean last);

        void stop();

        /** A line was heard to its end, or will not be any more. */
        void finished(SpokenLine line);
    }

    /** How long the call may keep us waiting after a line should have been heard. */
    private static final long OVERDUE_MS = 3_000;

    private final Voice voice;
    private final Handover handover;
    private final Deque<SpokenLine> waiting = new ArrayDeque<>();
    private Optional<SpokenLine> current = Optional.empty();
    private Optional<SpokenLine> cut = Optional.empty();
    private int lines;

    Speaker(Voice voice, Handover handover) {
        this.voice = voice;
        this.handover = handover;
    }

    void say(DialogueAction.Say say, long now) {
        add(new SpokenLine(handover.id("a" + ++lines), say, Clauses.split(say.text()), "agent"), now);
    }

    /** What the caller must be told. */
    void disclose(String text, long now) {
        DialogueAction.Say say = new DialogueAction.Say(text, false, false);
        add(new SpokenLine(handover.id("d1"), say, Clauses.split(text), Disclosure.SOURCE), now);
    }

    private void add(SpokenLine line, long now) {
        if (line.clauses().isEmpty()) {
            return;
        }
        waiting.add(line);
        advance(now);
    }

    private void advance(long now) {
        if (current.isPresent() || waiting.isEmpty()) {
            return;
        }
        SpokenLine line = waiting.remove();
        current = Optional.of(line);
        line.start(now);
        voice.render(line, line.clause());
    }

    void rendered(SpokenLine line, int clause, short[] pcm, long now) {
        if (current.filter(line::equals).isEmpty() || clause != line.clause()) {
            return; // cut meanwhile
        }
        line.sent(pcm, now);
        voice.play(line.itemId(), pcm, line.isSent());
        if (!line.isSent()) {
            voice.render(line, line.clause());
        }
    }

    /** The call's report on an item. */
    void played(String itemId, long playedMs, boolean complete, long now) {
        if (complete && current.filter(line -> line.itemId().equals(itemId)).isPresent()) {
            finish(now, true);
        } else {
            cut.filter(line -> line.itemId().equals(itemId)).ifPresent(line -> line.cutAt(playedMs));
        }
    }

    /** @param reported false if the call never said so: most lines are taken for heard, what has to be proven is not */
    private void finish(long now, boolean reported) {
        SpokenLine line = current.orElseThrow();
        if (reported || !line.source().equals(Disclosure.SOURCE)) {
            line.finish(now);
        } else {
            line.cut(now);
        }
        current = Optional.empty();
        voice.finished(line);
        advance(now);
    }

    /** Stops a line that may be interrupted; it can be taken up again by {@link #resume}. */
    void interrupt(long now) {
        SpokenLine line = current.orElseThrow();
        line.cut(now);
        current = Optional.empty();
        cut = Optional.of(line);
        voice.stop();
    }

    /** Goes on at the clause that was cut. */
    void resume(long now) {
        if (cut.isEmpty() || current.isPresent()) {
            return;
        }
        SpokenLine line = cut.get();
        cut = Optional.empty();
        line.resume();
        waiting.addFirst(line);
        advance(now);
    }

    /** Forgets what was going to be said, but for lines that must be heard. */
    void clear(long now) {
        cut.ifPresent(voice::finished);
        cut = Optional.empty();
        current.filter(SpokenLine::interruptible).ifPresent(line -> {
            interrupt(now);
            cut = Optional.empty();
            voice.finished(line);
        });
        waiting.removeIf(SpokenLine::interruptible);
        advance(now);
    }

    /** The call is over: what is being said ends here. */
    void abandon(long now) {
        waiting.clear();
        cut.ifPresent(voice::finished);
        cut = Optional.empty();
        current.ifPresent(line -> {
            line.cut(now);
            current = Optional.empty();
            voice.finished(line);
        });
    }

    void tick(long now) {
        if (current.filter(line -> line.isOverdue(now, OVERDUE_MS)).isPresent()) {
            finish(now, false);
        }
    }

    /** Audio of ours is with the call, and how long it has been, ms; -1 if there is none. */
    long playingFor(long now) {
        return current.map(line -> line.playingFor(now)).orElse(-1L);
    }

    boolean isInterruptible() {
        return current.map(SpokenLine::interruptible).orElse(false);
    }

    /** True if the caller cut a line short and it is not decided yet whether it was meant. */
    boolean isCut() {
        return cut.isPresent();
    }

    /** A question is still to be put. */
    boolean isQuestionPending() {
        boolean now = current.or(() -> cut)
                .filter(line -> line.question() && !line.isHeard())
                .isPresent();
        return now || waiting.stream().anyMatch(SpokenLine::question);
    }

    /** The line that is being played is a question. */
    boolean isQuestionBeginning() {
        return current.filter(line -> line.question() && line.isFirstClause()).isPresent();
    }

    boolean isIdle() {
        return current.isEmpty() && waiting.isEmpty() && cut.isEmpty();
    }
}
