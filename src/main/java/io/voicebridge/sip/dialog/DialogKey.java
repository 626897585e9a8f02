package io.voicebridge.sip.dialog;

import java.util.Comparator;

/**
 * What identifies a dialog (RFC 3261 section 12): the Call-ID and the tags of both sides. Comparable, so that keys which a
 * sender made to collide in a hash table still cost little.
 */
record DialogKey(String callId, String localTag, String remoteTag) implements Comparable<DialogKey> {

    private static final Comparator<DialogKey> ORDER = Comparator.comparing(DialogKey::callId)
            .thenComparing(DialogKey::localTag)
            .thenComparing(DialogKey::remoteTag);

    @Override
    public int compareTo(DialogKey other) {
        return ORDER.compare(this, other);
    }
}
