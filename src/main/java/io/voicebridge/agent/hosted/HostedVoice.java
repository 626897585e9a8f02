package io.voicebridge.agent.hosted;

import io.voicebridge.agent.AgentListener;
import io.voicebridge.agent.Disclosure;
import io.voicebridge.agent.TranscriptItem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What a hosted agent has said and the caller has not heard yet, item by item; with the sound, where it may have to go on
 * after nobody had really spoken. Session's thread.
 */
final class HostedVoice {

    /** As much as the call's own playout takes. */
    private static final long LONGEST_AHEAD_MS = 120_000;

    private static final long REPORT_MS = 1_000;
    private static final int SAMPLES_PER_MS = 8;
    private static final int MOST_DROPPED = 64;
    private static final int MOST_UNTOLD = 16;

    private record Spoken(long startMs, long endMs, long interruptedAtMs) {}

    private final AgentListener listener;
    private final long openedAt;
    private final boolean resumes;
    private final Consumer<String> heard;
    private final BiConsumer<String, Long> interrupted;
    private final Map<String, Item> open = new LinkedHashMap<>();

    /** Items that were interrupted: what still comes of them is not for this call any more. */
    private final Set<String> dropped = new LinkedHashSet<>();

    /** Items that were heard before their words were known. */
    private final Map<String, Spoken> untold = new LinkedHashMap<>();

    private String disclosure = "";
    private boolean cut;
    private long heldBackMs;
    private long bufferedUntil;
    private long playingSince;

    /**
     * @param resumes whether {@link #resume} may be asked for
     * @param heard told an item that was heard to its end
     * @param interrupted told an item that was not, and how many ms of it were
     */
    HostedVoice(
            AgentListener listener,
            long openedAt,
            boolean resumes,
            Consumer<String> heard,
            BiConsumer<String, Long> interrupted) {
        this.listener = listener;
        this.openedAt = openedAt;
        this.resumes = resumes;
        this.heard = heard;
        this.interrupted = interrupted;
    }

    private static final class Item {
        final String id;
        final boolean interruptible;
        final long startedAt;
        final List<short[]> sound = new ArrayList<>();
        String text = "";
        boolean done;
        boolean reported;
        boolean discarded;
        int resumed;
        long heardMs;

        Item(String id, boolean interruptible, long startedAt) {
            this.id = id;
            this.interruptible = interruptible;
            this.startedAt = startedAt;
        }

        /** What the call knows it by: taken up again it is another item there. */
        String callId() {
            return resumed == 0 ? id : id + "~" + resumed;
        }
    }

    /** Sound that is more than two minutes ahead is not taken: nobody would wait for it. */
    void add(String id, short[] pcm, boolean interruptible, long now) {
        long ms = pcm.length / SAMPLES_PER_MS;
        boolean tooMuch = Math.max(0, bufferedUntil - now) + heldBackMs + ms > LONGEST_AHEAD_MS;
        if (dropped.contains(id) || pcm.length == 0 || tooMuch) {
            return;
        }
        if (now >= bufferedUntil) {
            playingSince = now;
        }
        Item item = open.computeIfAbsent(id, key -> new Item(key, interruptible, Math.max(now, bufferedUntil)));
        if (resumes) {
            item.sound.add(pcm);
        }
        if (cut) {
            heldBackMs += ms;
        } else {
            play(item, pcm, now);
        }
    }

    private void play(Item item, short[] pcm, long now) {
        bufferedUntil = Math.max(now, bufferedUntil) + pcm.length / SAMPLES_PER_MS;
        listener.audio(item.callId(), pcm, false);
    }

    /** The item that the caller must hear. */
    void discloses(String id) {
        disclosure = id;
    }

    void done(String id) {
        Item item = open.get(id);
        if (item != null && !item.done) {
            item.done = true;
            if (!cut) {
                listener.audio(item.callId(), new short[0], true);
            }
        }
    }

    void said(String id, String text) {
        Item item = open.get(id);
        Spoken late = untold.remove(id);
        if (item != null) {
            item.text = text;
        } else if (late != null) {
            tell(id, text, late);
        }
    }

    /** The call's report. */
    void played(String callId, long playedMs, boolean complete, long now) {
        Item item = open.values().stream()
                .filter(each -> each.callId().equals(callId))
                .findFirst()
                .orElse(null);
        if (item == null) {
            return;
        }
        item.heardMs += playedMs;
        if (complete) {
            open.remove(item.id);
            tell(item, now, -1);
            heard.accept(item.id);
        } else if (item.discarded) {
            open.remove(item.id);
            drop(item, now);
        } else {
            item.reported = true;
        }
    }

    /** Stops at once; {@link #resume} or {@link #discard} follows. */
    void cut(long now) {
        cut = true;
        bufferedUntil = now;
        listener.stopAudio();
    }

    /** It is not decided yet whether the caller meant to interrupt. */
    boolean isCut() {
        return cut;
    }

    /** Nobody had spoken: goes on where it was cut. */
    void resume(long now) {
        cut = false;
        heldBackMs = 0;
        for (Item item : open.values()) {
            item.resumed++;
            item.reported = false;
            long skip = item.heardMs * SAMPLES_PER_MS;
            for (short[] pcm : item.sound) {
                if (skip < pcm.length) {
                    play(item, Arrays.copyOfRange(pcm, (int) skip, pcm.length), now);
                }
                skip = Math.max(0, skip - pcm.length);
            }
            if (item.done) {
                listener.audio(item.callId(), new short[0], true);
            }
        }
    }

    /** The caller has really spoken: what was not heard never will be. What comes as a new item is heard again. */
    void discard(long now) {
        if (!cut) {
            cut(now);
        }
        cut = false;
        heldBackMs = 0;
        for (Iterator<Item> all = open.values().iterator(); all.hasNext(); ) {
            Item item = all.next();
            item.discarded = true;
            if (item.reported) {
                all.remove();
                drop(item, now);
            }
        }
    }

    private void drop(Item item, long now) {
        dropped.add(item.id);
        if (dropped.size() > MOST_DROPPED) {
            dropped.remove(dropped.iterator().next());
        }
        tell(item, now, item.heardMs);
        interrupted.accept(item.id, item.heardMs);
    }

    private void tell(Item item, long now, long interruptedAt) {
        Spoken spoken = new Spoken(
                Math.max(0, item.startedAt - openedAt), Math.max(item.startedAt, now) - openedAt, interruptedAt);
        if (!item.text.isBlank()) {
            tell(item.id, item.text, spoken);
            return;
        }
        untold.put(item.id, spoken);
        if (untold.size() > MOST_UNTOLD) {
            untold.remove(untold.keySet().iterator().next());
        }
    }

    private void tell(String id, String text, Spoken spoken) {
        listener.transcript(new TranscriptItem(
                id,
                TranscriptItem.Role.AGENT,
                text,
                spoken.startMs(),
                spoken.endMs(),
                spoken.interruptedAtMs(),
                1,
                id.equals(disclosure) ? Disclosure.SOURCE : "agent"));
    }

    /** The call is over, or another agent's. */
    void abandon(long now) {
        open.values().forEach(item -> tell(item, now, item.heardMs));
        open.clear();
        cut = false;
    }

    /** The caller hears the agent now. */
    boolean isHeard(long now) {
        return now < bufferedUntil;
    }

    /** How long without a gap; -1 if it is silent. */
    long heardFor(long now) {
        return isHeard(now) ? now - playingSince : -1;
    }

    /** When there was or will be nothing left to hear. */
    long bufferedUntil() {
        return bufferedUntil;
    }

    boolean isInterruptible() {
        return open.values().stream().allMatch(item -> item.interruptible);
    }

    /** The call has reported that all was heard; a report that does not come is not waited for longer than a second. */
    boolean isHeardOut(long now) {
        return isIdle(now) && (open.isEmpty() || now - bufferedUntil >= REPORT_MS);
    }

    boolean isIdle(long now) {
        return !isHeard(now) && !cut;
    }
}
