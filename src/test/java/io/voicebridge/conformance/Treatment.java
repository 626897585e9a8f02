package io.voicebridge.conformance;

import java.util.List;

/**
 * What a message comes to.
 *
 * @param udp the final responses over UDP, in order
 * @param tcp the same over TCP
 * @param closes whether the connection is closed after it
 * @param warning part of the Warning that a 400 carries, empty for none
 * @param why the rule, as it is to stand on the page
 */
public record Treatment(List<Integer> udp, List<Integer> tcp, boolean closes, String warning, String why) {

    /** What the listener of the tests refuses every call with, so that one answer shows that it got there. */
    static final int CALL = 486;

    static Treatment answered(int status, String why) {
        return new Treatment(List.of(status), List.of(status), false, "", why);
    }

    /** The INVITE reaches the application. */
    static Treatment isCall(String why) {
        return answered(CALL, why);
    }

    static Treatment ignored(String why) {
        return new Treatment(List.of(), List.of(), false, "", why);
    }

    /** @param warning part of the sentence that names the fault */
    static Treatment faulty(String warning, String why) {
        return new Treatment(List.of(400), List.of(400), false, warning, why);
    }

    Treatment overTcp(Integer... statuses) {
        return new Treatment(udp, List.of(statuses), closes, warning, why);
    }

    /** A stream that lost its frame, or waits for what never comes, is closed. */
    Treatment closing() {
        return new Treatment(udp, tcp, true, warning, why);
    }

    String udpWords() {
        return words(udp, false);
    }

    String tcpWords() {
        return words(tcp, closes);
    }

    private static String words(List<Integer> statuses, boolean closed) {
        StringBuilder text = new StringBuilder();
        for (int status : statuses) {
            text.append(text.isEmpty() ? "" : ", ").append(status == CALL ? "call" : Integer.toString(status));
        }
        if (statuses.isEmpty() && !closed) {
            return "ignored";
        }
        return text + (closed ? (text.isEmpty() ? "closed" : ", closed") : "");
    }
}
