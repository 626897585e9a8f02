package io.voicebridge.sip.auth;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which nonce counts were used, so that no request is taken twice. Only counts of requests with the right password come
 * in, and the table has a limit: what it forgets counts as used up. Not thread-safe.
 */
final class NonceUses {

    /** Counts that may overtake each other on the way. */
    private static final int WINDOW = 64;

    private final Map<String, Use> uses = new LinkedHashMap<>();
    private final int limit;
    private long forgottenUntil = Long.MIN_VALUE;

    NonceUses(int limit) {
        this.limit = limit;
    }

    /**
     * Marks a count as used.
     *
     * @param issued when the nonce was given away
     * @return false if it was used before, or if that is no longer known
     */
    boolean use(String nonce, long issued, long nc) {
        Use use = uses.get(nonce);
        if (use == null) {
            if (issued <= forgottenUntil) {
                return false;
            }
            makeRoom();
            use = new Use(issued);
            uses.put(nonce, use);
        }
        return use.mark(nc);
    }

    /** Forgets what has run out anyway. */
    void expire(long issuedBefore) {
        uses.values().removeIf(u -> u.issued < issuedBefore);
    }

    int size() {
        return uses.size();
    }

    private void makeRoom() {
        if (uses.size() >= limit) {
            var oldest = uses.entrySet().iterator();
            forgottenUntil = Math.max(forgottenUntil, oldest.next().getValue().issued);
            oldest.remove();
        }
    }

    private static final class Use {

        private final long issued;
        private long highest;
        /** Bit n stands for the count {@code highest - n}. */
        private long seen;

        Use(long issued) {
            this.issued = issued;
        }

        boolean mark(long nc) {
            if (nc > highest) {
                long ahead = nc - highest;
                seen = (ahead >= WINDOW ? 0 : seen << ahead) | 1;
                highest = nc;
                return true;
            }
            long behind = highest - nc;
            if (nc < 1 || behind >= WINDOW || (seen >> behind & 1) != 0) {
                return false;
            }
            seen |= 1L << behind;
            return true;
        }
    }
}
