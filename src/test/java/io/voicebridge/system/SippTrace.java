package io.voicebridge.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** By Call-ID: from the first 200 that SIPp received to the first BYE that it sent. */
    Map<String, Double> secondsFromAnswerToBye() {
        Map<String, Double> answered = new HashMap<>();
        Map<String, Double> lasted = new HashMap<>();
        for (Message message : messages) {
            if (message.isAnswer()) {
                answered.putIfAbsent(message.callId(), message.seconds());
            } else if (message.isBye()) {
                lasted.putIfAbsent(message.callId(), message.seconds() - answered.get(message.callId()));
            }
        }
        return lasted;
    }
}
