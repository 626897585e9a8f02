package io.voicebridge.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The messages of a SIPp run with SIPp's own times, from what {@code -trace_shortmsg} writes: a line per message of
 * date, time, seconds since 1970, S (sent) or R (received), Call-ID, CSeq and first line, with tabs between them.
 */
final class SippTrace {

    private record Message(double seconds, boolean sent, String callId, String sequence, String firstLine) {

        static Message parse(String line) {
            String[] columns = line.split("\t", -1);
            return new Message(
                    Double.parseDouble(columns[2]), columns[3].equals("S"), columns[4], columns[5], columns[6]);
        }

        boolean isAnswer() {
            return !sent && firstLine.startsWith("SIP/2.0 200");
        }

        boolean isBye() {
            return sent && firstLine.startsWith("BYE ");
        }
    }

    private final List<Message> messages;

    private SippTrace(List<Message> messages) {
        this.messages = messages;
    }

    /** Reads the one trace that a run has left in its folder. */
    static SippTrace read(Path workDir) throws IOException {
        try (DirectoryStream<Path> traces = Files.newDirectoryStream(workDir, "*_shortmessages.log")) {
            List<String> lines = Files.readAllLines(traces.iterator().next(), StandardCharsets.ISO_8859_1);
            return new SippTrace(lines.stream().map(Message::parse).toList());
        }
    }

    /** Every 503 that came, as a whole, from what {@code -trace_msg} writes. */
    static List<String> refusals(Path workDir) throws IOException {
        try (DirectoryStream<Path> traces = Files.newDirectoryStream(workDir, "*_messages.log")) {
            String all = Files.readString(traces.iterator().next(), StandardCharsets.ISO_8859_1);
            return Arrays.stream(all.split("\n-{20,}[^\n]*\n"))
                    .filter(message -> message.contains("SIP/2.0 503"))
                    .toList();
        }
    }

    /** Calls that were begun. */
    Set<String> dialled() {
        return messages.stream().map(Message::callId).collect(Collectors.toSet());
    }

    /** Calls that were taken. */
    Set<String> answered() {
        return messages.stream()
                .filter(message -> message.isAnswer() && message.sequence().contains("INVITE"))
                .map(Message::callId)
                .collect(Collectors.toSet());
    }

    /** Calls that were sent elsewhere: full, draining, or without a database. */
    Set<String> refused() {
        return messages.stream()
                .filter(message -> !message.sent() && message.firstLine().startsWith("SIP/2.0 503"))
                .map(Message::callId)
                .collect(Collectors.toSet());
    }

    /** Calls that were answered, and whose BYE was. */
    Set<String> completed() {
        return messages.stream()
                .filter(message -> message.isAnswer() && message.sequence().contains("BYE"))
                .map(Message::callId)
                .collect(Collectors.toSet());
    }

    /**
     * How long a call was, for the one who made it.
     *
     * @param toBye seconds from the first 200 that SIPp received to the first BYE that it sent
     * @param toEnd to the answer of the BYE: a bridge that is busy ends the call a little after it was told to
     */
    record Lasted(double toBye, double toEnd) {}

    /** By Call-ID, of calls that were answered and whose BYE was. */
    Map<String, Lasted> lasted() {
        Map<String, Double> answered =
                firsts(message -> message.isAnswer() && message.sequence().contains("INVITE"));
        Map<String, Double> bye = firsts(Message::isBye);
        Map<String, Double> ended =
                firsts(message -> message.isAnswer() && message.sequence().contains("BYE"));
        return ended.keySet().stream()
                .collect(Collectors.toMap(
                        id -> id, id -> new Lasted(bye.get(id) - answered.get(id), ended.get(id) - answered.get(id))));
    }

    /** By Call-ID, when the first such message went or came. */
    private Map<String, Double> firsts(Predicate<Message> which) {
        Map<String, Double> firsts = new HashMap<>();
        messages.stream().filter(which).forEach(message -> firsts.putIfAbsent(message.callId(), message.seconds()));
        return firsts;
    }
}
