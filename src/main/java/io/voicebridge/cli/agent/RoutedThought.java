package io.voicebridge.cli.agent;

import io.voicebridge.agent.brain.Brain;
import io.voicebridge.agent.brain.BrainFault;
import io.voicebridge.speech.ClauseStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a route makes of one turn: told clause by clause, while it comes. Says what a person can hear: no markup, and no
 * more than {@value #MOST_CHARACTERS} characters. The route's thread; {@link #drop} from any.
 */
final class RoutedThought implements Brain.Thought {

    /** About three minutes of speech. */
    static final int MOST_CHARACTERS = 3_000;

    private static final int MOST_TOOLS = 8;
    private static final Logger LOG = LoggerFactory.getLogger(RoutedThought.class);

    private final Brain.Listener told;
    private final ClauseStream clauses = new ClauseStream();
    private final AtomicReference<Closeable> source = new AtomicReference<>();
    private volatile boolean dropped;
    private boolean over;
    private int characters;
    private int tools;

    RoutedThought(Brain.Listener told) {
        this.told = told;
    }

    @Override
    public void drop() {
        dropped = true;
        close(source.get());
    }

    /** What is read for it: closed when nobody waits any more. */
    void reads(Closeable answer) {
        source.set(answer);
        if (dropped) {
            close(answer);
        }
    }

    private static void close(Closeable answer) {
        try {
            if (answer != null) {
                answer.close();
            }
        } catch (IOException e) {
            LOG.debug(
                    "An answer that nobody waits for was not closed: {}",
                    e.getClass().getSimpleName());
        }
    }

    /** Nobody waits for the rest. */
    boolean isDropped() {
        return dropped;
    }

    boolean isOver() {
        return over || dropped;
    }

    boolean isEmpty() {
        return characters == 0 && tools == 0;
    }

    /** A piece of what is to be said, of any length. @return false if it is enough */
    boolean says(String piece) {
        if (isOver()) {
            return false;
        }
        int room = MOST_CHARACTERS - characters;
        String taken = piece.length() <= room ? piece : piece.substring(0, room);
        characters += taken.length();
        clauses.add(plain(taken)).forEach(told::says);
        return piece.length() <= room;
    }

    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().filter(c -> "*_`#".indexOf(c) < 0 && isSpoken(c)).forEach(plain::appendCodePoint);
        return plain.toString();
    }

    private static boolean isSpoken(int c) {
        int type = Character.getType(c);
        return Character.isWhitespace(c)
                || type != Character.OTHER_SYMBOL && type != Character.SURROGATE && type != Character.CONTROL;
    }

    void calls(String tool, String arguments) {
        if (!isOver() && tools++ < MOST_TOOLS) {
            clauses.end().forEach(told::says);
            told.calls(tool, arguments);
        }
    }

    void done() {
        if (!isOver()) {
            clauses.end().forEach(told::says);
            over = true;
            told.done();
        }
    }

    void failed(BrainFault fault) {
        if (!isOver()) {
            over = true;
            told.failed(fault);
        }
    }
}
