package io.voicebridge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** Collects what comes back: the answers to probes, and final answers to the message that is looked at. */
final class Answers {

    interface Source {
        String next() throws IOException;
    }

    private final Source source;
    private final List<String> own = new ArrayList<>();
    private final List<Integer> probes = new ArrayList<>();

    Answers(Source source) {
        this.source = source;
    }

    /** Reads until there are as many final answers and the probe of that number was answered. */
    void await(int count, int probe) throws IOException {
        while (own.size() < count || !probes.contains(probe)) {
            read();
        }
    }

    void awaitEnd() throws IOException {
        try {
            while (true) {
                read();
            }
        } catch (EOFException e) {
            // As it is to be.
        }
    }

    private void read() throws IOException {
        String answer;
        try {
            answer = source.next();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("Nothing more came after " + own + " and probes " + probes, e);
        }
        int branch = answer.indexOf("branch=z9hG4bKprobe");
        if (branch >= 0) {
            assertThat(answer).startsWith("SIP/2.0 200 ");
            probes.add(answer.charAt(branch + 19) - '0');
        } else if (!answer.startsWith("SIP/2.0 1")) {
            own.add(answer);
        }
    }

    void assertOwn(List<Integer> statuses, String warning) {
        assertThat(own)
                .extracting(answer -> Integer.parseInt(answer.substring(8, 11)))
                .as("answers: %s", own)
                .containsExactlyElementsOf(statuses);
        if (!warning.isEmpty() && !own.isEmpty()) {
            assertThat(own.get(0)).containsPattern("(?m)^Warning: .*" + warning);
        }
    }
}
