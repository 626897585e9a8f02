package io.voicebridge.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the headers of a call tell about it.
 *
 * @param received the dynamic variables in message order
 * @param correlation the reference that Five9 will ask with, or empty
 * @param parties numbers of the customer that headers name, in the sender's spelling
 * @param carrier headers that a carrier added; never variables
 * @param notes what a person should know: repetitions, values cut, names refused
 */
public record CallVariables(
        List<ReceivedVariable> received,
        String correlation,
        List<String> parties,
        Map<String, String> carrier,
        List<Note> notes) {

    public CallVariables with(Note note) {
        List<Note> all = new ArrayList<>(notes);
        all.add(note);
        return new CallVariables(received, correlation, parties, carrier, List.copyOf(all));
    }
}
