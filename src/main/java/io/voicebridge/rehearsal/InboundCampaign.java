package io.voicebridge.rehearsal;

import io.voicebridge.call.IncomingCall;
import io.voicebridge.call.Refusal;
import io.voicebridge.sip.SipHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Five9's inbound campaign, whose number the agent transfers to (Option B): knows which lead a call belongs to that comes in.
 * By the reference that it carries, else by the number that it shows, as a script would look it up. Thread-safe; nothing here
 * blocks.
 */
public final class InboundCampaign {

    private static final String REFERENCE = "X-CallSessionId";

    private final IvrScript script;

    /** Leads whose transfer may come, by the digits of their number. Bounded by the calls that are up. */
    private final Map<String, Deque<SecondLeg>> expected = new HashMap<>();

    InboundCampaign(IvrScript script) {
        this.script = script;
    }

    /**
     * @param script an export, or YAML
     * @throws IOException if it cannot be read
     * @throws InvalidFile if it is no script
     */
    public static InboundCampaign read(Path script) throws IOException {
        return new InboundCampaign(IvrScript.parse(script.toString(), Files.readString(script)));
    }

    IvrScript script() {
        return script;
    }

    /** Takes or refuses a call; for the receiver of a call engine, on a SIP loop. */
    public void invited(IncomingCall call) {
        List<SipHeader> headers = call.request().headers().stream()
                .filter(header -> header.name().toLowerCase(Locale.ROOT).startsWith("x-"))
                .toList();
        String reference = headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(REFERENCE))
                .map(SipHeader::value)
                .findFirst()
                .orElse("");
        find(reference, call.callerNumber())
                .ifPresentOrElse(
                        leg -> leg.come(call, headers),
                        () -> call.refuse(
                                new Refusal(404, "No lead of this rehearsal has the number " + call.callerNumber())));
    }

    /** A lead may be transferred from now on, until {@link #forget}. */
    synchronized void expect(SecondLeg leg) {
        expected.computeIfAbsent(digits(leg.phone()), number -> new ArrayDeque<>())
                .add(leg);
    }

    synchronized void forget(SecondLeg leg) {
        Deque<SecondLeg> legs = expected.get(digits(leg.phone()));
        if (legs != null && legs.remove(leg) && legs.isEmpty()) {
            expected.remove(digits(leg.phone()));
        }
    }

    private synchronized Optional<SecondLeg> find(String reference, String ani) {
        Optional<SecondLeg> byReference = expected.values().stream()
                .flatMap(Deque::stream)
                .filter(leg -> !reference.isEmpty() && leg.correlation().equals(reference))
                .findFirst();
        Optional<SecondLeg> found = byReference.or(() -> Optional.ofNullable(expected.get(digits(ani)))
                .map(Deque::iterator)
                .filter(Iterator::hasNext)
                .map(Iterator::next));
        found.ifPresent(this::forget);
        return found;
    }

    /** Ten digits are one number, with the country's 1 and without. */
    private static String digits(String number) {
        String digits = number.replaceAll("[^0-9]", "");
        return digits.length() == 11 && digits.startsWith("1") ? digits.substring(1) : digits;
    }
}
