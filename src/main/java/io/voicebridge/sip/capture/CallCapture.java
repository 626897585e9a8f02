package io.voicebridge.sip.capture;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last SIP messages of each call, by Call-ID, in memory alone and without secrets ({@link SecretMask}). A call begins with an
 * INVITE; what belongs to none is not kept. Of a call with more than {@value #CALL_BYTES} bytes the first half and the newest
 * remain; of too many calls those go that have been silent for longest, and any that has been for the time that is kept.
 *
 * <p>Thread-safe. Called by event loops: a Call-ID is always of one part, and whoever holds a part only moves references.
 */
public final class CallCapture {

    /** Of one call, with what its bookkeeping takes. */
    static final int CALL_BYTES = 65_536;

    /** What is kept of one message. */
    private static final int MESSAGE_BYTES = 16_384;

    private static final int OVERHEAD = 200;
    private static final int PARTS = 16;

    private final InstantSource clock;
    private final Duration kept;
    private final Part[] parts = new Part[PARTS];

    /**
     * @param bytes of all calls together, 2 MB at least
     * @param kept how long after its last message a call is forgotten
     */
    public CallCapture(long bytes, Duration kept, InstantSource clock) {
        this.clock = clock;
        this.kept = kept;
        for (int i = 0; i < PARTS; i++) {
            parts[i] = new Part(Math.max(2 * CALL_BYTES, bytes / PARTS));
        }
    }

    /** A message that came in, or goes out. */
    public void add(byte[] message, InetSocketAddress from, InetSocketAddress to) {
        String callId = callId(message);
        if (!callId.isEmpty()) {
            boolean begins =
                    message[0] == 'I' && new String(message, 0, 7, StandardCharsets.US_ASCII).equals("INVITE ");
            part(callId).add(callId, begins, message, from, to);
        }
    }

    /** All that is kept of a call, oldest first, as a file for Wireshark; empty if nothing is. */
    public Optional<byte[]> pcap(String callId) {
        List<CapturedMessage> messages = part(callId).of(callId);
        return messages.isEmpty() ? Optional.empty() : Optional.of(Pcap.of(messages));
    }

    public void forget(String callId) {
        part(callId).forget(callId);
    }

    private Part part(String callId) {
        return parts[Math.floorMod(callId.hashCode(), PARTS)];
    }

    /** The first header of that name, full or compact (RFC 3261 7.3.3); empty if there is none. */
    private static String callId(byte[] message) {
        HeaderLines lines = new HeaderLines(message);
        while (lines.next()) {
            if (lines.isNamed("call-id") || lines.isNamed("i")) {
                return lines.value();
            }
        }
        return "";
    }

    /** The calls of one hash. */
    private final class Part {

        private final long limit;
        private final LinkedHashMap<String, Kept> calls = new LinkedHashMap<>(16, 0.75f, true);
        private long size;

        Part(long limit) {
            this.limit = limit;
        }

        void add(String callId, boolean begins, byte[] message, InetSocketAddress from, InetSocketAddress to) {
            synchronized (this) {
                if (!begins && !calls.containsKey(callId)) {
                    return;
                }
            }
            CapturedMessage captured = new CapturedMessage(
                    clock.instant(), from, to, SecretMask.of(message, MESSAGE_BYTES), message.length);
            synchronized (this) {
                Kept call = calls.computeIfAbsent(callId, id -> new Kept());
                size += call.add(captured);
                makeRoom();
            }
        }

        /** The eldest first, which are those that have been silent for longest. */
        private void makeRoom() {
            Iterator<Map.Entry<String, Kept>> eldest = calls.entrySet().iterator();
            while (eldest.hasNext()) {
                Kept call = eldest.next().getValue();
                if (size <= limit && !isOld(call)) {
                    return;
                }
                size -= call.size;
                eldest.remove();
            }
        }

        private boolean isOld(Kept call) {
            return call.last().plus(kept).isBefore(clock.instant());
        }

        synchronized List<CapturedMessage> of(String callId) {
            makeRoom();
            Kept call = calls.get(callId);
            return call == null ? List.of() : call.messages();
        }

        synchronized void forget(String callId) {
            Kept call = calls.remove(callId);
            size -= call == null ? 0 : call.size;
        }
    }

    /** What is kept of one call. */
    private static final class Kept {

        private final List<CapturedMessage> first = new ArrayList<>();
        private final Deque<CapturedMessage> newest = new ArrayDeque<>();
        private int size;

        /** @return by how much it has grown */
        int add(CapturedMessage message) {
            int before = size;
            size += OVERHEAD + message.bytes().length;
            if (newest.isEmpty() && size <= CALL_BYTES / 2) {
                first.add(message);
                return size - before;
            }
            newest.add(message);
            while (size > CALL_BYTES && newest.size() > 1) {
                size -= OVERHEAD + newest.remove().bytes().length;
            }
            return size - before;
        }

        Instant last() {
            return (newest.isEmpty() ? first.get(first.size() - 1) : newest.getLast()).at();
        }

        List<CapturedMessage> messages() {
            List<CapturedMessage> all = new ArrayList<>(first);
            all.addAll(newest);
            return all;
        }
    }
}
