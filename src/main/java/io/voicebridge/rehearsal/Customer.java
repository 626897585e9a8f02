package io.voicebridge.rehearsal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Somebody on the campaign's list, and how they take the call.
 *
 * @param name what they are called in reports, such as {@code wants a quote}
 * @param phone their number, E.164
 * @param contact lead fields by name, read by the script as {@code Contact.<name>}
 * @param voice of the synthesizer; empty for its default
 * @param line how they sound and where they are
 * @param replies what they answer, in the order they expect to be asked
 * @param patience whether they take the call, and how long they stay
 * @param expected empty if any end will do, as long as the script comes to one
 */
record Customer(
        String name,
        String phone,
        Map<String, String> contact,
        String voice,
        Line line,
        List<Reply> replies,
        Patience patience,
        Optional<Expected> expected) {

    /** Somebody who listens and says nothing. */
    static Customer silent(String name) {
        return new Customer(name, "", Map.of(), "", Line.QUIET, List.of(), Patience.ENDLESS, Optional.empty());
    }

    /** Another person with the same behaviour. */
    Customer as(String otherName, String otherPhone, Map<String, String> lead, Optional<Expected> otherExpected) {
        return new Customer(
                otherName, otherPhone, lead, voice, line, replies, patience, otherExpected.or(() -> expected));
    }

    /**
     * @param answers false if they let it ring: the script does not run
     * @param replies how many they give before they hang up, 0 for at once when the agent has spoken
     * @param seconds after which they hang up, from their answer: while the script asks, while the agent rings, or into its words
     */
    record Patience(boolean answers, OptionalInt replies, OptionalInt seconds) {

        static final Patience ENDLESS = new Patience(true, OptionalInt.empty(), OptionalInt.empty());
    }

    /**
     * @param noise of the place, so many dB below the voice; empty for none
     * @param pitch in percent: above 100 the voice is higher and faster, below it is lower and slower
     */
    record Line(OptionalInt noise, int pitch) {

        static final Line QUIET = new Line(OptionalInt.empty(), 100);
    }

    /**
     * @param hears words of which the agent's question has at least one; empty for a reply to anything
     * @param says what they say
     * @param keys what they press where nobody would understand them; empty to say it all the same
     * @param interrupts true to speak into the agent's words, whatever they are, once the replies before are given
     * @param afterSeconds how long they are silent before they say it
     */
    record Reply(List<String> hears, String says, String keys, boolean interrupts, int afterSeconds) {

        Reply(List<String> hears, String says, String keys) {
            this(hears, says, keys, false, 0);
        }
    }

    /**
     * What has to become of the call.
     *
     * @param variables script variables and the values they have to end with
     * @param filled script variables that have to end with any value
     */
    record Expected(ScriptEnd.Kind kind, String value, Map<String, String> variables, List<String> filled) {

        @Override
        public String toString() {
            return kind.label + " " + value;
        }
    }
}
